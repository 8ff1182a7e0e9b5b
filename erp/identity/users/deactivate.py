"""Shut a user out, or let them in again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.identity.users.lock import keep_an_administrator, lock_user
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork


def deactivate_user(work: UnitOfWork, user_id: UUID) -> UUID:
    """Shut a user out at once: open sessions and tokens no longer count. The records keep the name.

    Raises: Refused for oneself and for the last administrator; Conflict where it is done already.
    """
    work.require("identity.user.change")
    if user_id == work.actor.user_id:
        raise Refused("You cannot shut yourself out. Ask another administrator.")
    _set_status(work, user_id, "inactive")
    keep_an_administrator(work)
    return user_id


def activate_user(work: UnitOfWork, user_id: UUID) -> UUID:
    """Let a user in again, with the roles held before.

    Raises: Conflict where it is done already.
    """
    work.require("identity.user.change")
    _set_status(work, user_id, "active")
    return user_id


def _set_status(work: UnitOfWork, user_id: UUID, status: str) -> None:
    if lock_user(work, user_id).status == status:
        raise Conflict("This user is already %(status)s.", status=status)
    work.execute(
        text("UPDATE identity.user_account SET status = :status WHERE id = :id"), {"id": user_id, "status": status}
    )
