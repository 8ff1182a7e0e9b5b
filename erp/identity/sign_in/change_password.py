"""Change one's own password."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.identity.passwords import hash_password, is_right
from erp.identity.sessions.end import end_sessions_of
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def change_password(work: UnitOfWork, *, present: str, password: str, session_id: UUID | None) -> UUID:
    """Replace one's own password, proving the present one; every other browser is signed out.

    Raises: Refused where the present password is wrong or the new one cannot be used.
    """
    user_id = work.actor.user_id
    if user_id is None:
        raise Refused("Only a signed-in person has a password.")
    user = work.execute(
        text("SELECT user_name, password_hash FROM identity.user_account WHERE id = :id FOR NO KEY UPDATE"),
        {"id": user_id},
    ).one()
    if not is_right(present, user.password_hash):
        raise Refused("The present password is wrong.", field="present")
    if present == password:
        raise Refused("The new password is the present one. Choose another.", field="password")
    work.execute(
        text("""UPDATE identity.user_account
                SET password_hash = :hash, must_change_password = false, is_demo = false WHERE id = :id"""),
        {"id": user_id, "hash": hash_password(password, user_name=user.user_name)},
    )
    end_sessions_of(work, user_id, but=session_id)
    return user_id
