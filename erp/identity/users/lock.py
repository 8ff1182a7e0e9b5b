"""Lock a user for a change, and keep the house from locking itself out."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Row, text

from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork


def lock_user(work: UnitOfWork, user_id: UUID) -> Row[tuple[str, str]]:
    """The user's name and status, under a lock that lasts as long as the step.

    Raises: NotFound
    """
    row = work.execute(
        text("SELECT user_name, status FROM identity.user_account WHERE id = :id FOR NO KEY UPDATE"), {"id": user_id}
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such user.")
    return row


def keep_an_administrator(work: UnitOfWork) -> None:
    """Called after a change: refuse it where it left nobody who can administer.

    Raises: Refused
    """
    # Two administrators removing each other at the same time must not both succeed.
    work.execute(text("SELECT pg_advisory_xact_lock(hashtext('identity.administrator'))"))
    left = work.session.scalar(text("""
        SELECT count(*) FROM identity.user_role ur JOIN identity.user_account u ON u.id = ur.user_id
        WHERE ur.role = 'administrator' AND u.status = 'active'"""))
    if not left:
        raise Refused(
            "This is the last active administrator; nobody could give it back. Make somebody else administrator first."
        )
