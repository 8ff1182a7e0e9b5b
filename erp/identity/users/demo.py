"""The demo company's users: one a role, with a password everybody knows.

It is shown on the sign-in page while it is unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.identity.users.create import create_user
from erp.kernel.unit_of_work import UnitOfWork

DEMO_PASSWORD = "try-me-please"  # noqa: S105  known to everybody on purpose; never given to a user who is not a demo


@dataclass(frozen=True)
class DemoSignIn:
    """A name to try, and the job it stands for."""

    user_name: str
    display_name: str
    password: str = DEMO_PASSWORD


def create_demo_users(work: UnitOfWork, users: Sequence[tuple[str, str, str, UUID | None]]) -> dict[str, UUID]:
    """Create users to try the product with: (user name, person's name, role, branch)."""
    return {
        user_name: create_user(
            work, user_name=user_name, display_name=display_name, password=DEMO_PASSWORD,
            roles=[(role, branch_id)], must_change_password=False, is_demo=True,
        )
        for user_name, display_name, role, branch_id in users
    }  # fmt: skip


def demo_sign_ins(session: Session) -> list[DemoSignIn]:
    """The demo users whose password is still the known one."""
    rows = session.execute(text(
        "SELECT user_name, display_name FROM identity.user_account WHERE is_demo AND status = 'active' ORDER BY id"
    ))  # fmt: skip
    return [DemoSignIn(row.user_name, row.display_name) for row in rows]
