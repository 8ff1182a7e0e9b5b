"""Choose the company and branch to work in."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Forbidden
from erp.kernel.unit_of_work import UnitOfWork


def choose_place(work: UnitOfWork, session_id: UUID, *, company_id: UUID, branch_id: UUID) -> None:
    """Work in this branch from now on, in this browser.

    Raises: Forbidden where the person holds no role there.
    """
    actor = work.actor
    if not (actor.is_system or actor.permissions or branch_id in actor.branch_permissions):
        raise Forbidden("You hold no role in this branch. Ask an administrator for one.")
    work.execute(
        text("""UPDATE identity.web_session SET company_id = :company, branch_id = :branch
                WHERE id = :id AND user_id = :user"""),
        {"id": session_id, "company": company_id, "branch": branch_id, "user": actor.user_id},
    )
