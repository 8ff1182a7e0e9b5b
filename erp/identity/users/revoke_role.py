"""Take a role from a user."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.identity.users.lock import keep_an_administrator, lock_user
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def revoke_role(work: UnitOfWork, user_id: UUID, user_role_id: UUID) -> UUID:
    """End one holding of a role, from the user's next request on.

    Raises: Conflict where it is already gone; Refused for the last administrator.
    """
    work.require("identity.user.change")
    lock_user(work, user_id)
    gone = work.execute(
        text("DELETE FROM identity.user_role WHERE id = :id AND user_id = :user RETURNING role"),
        {"id": user_role_id, "user": user_id},
    ).one_or_none()
    if gone is None:
        raise Conflict("The user does not hold this role any more.")
    keep_an_administrator(work)
    return user_id
