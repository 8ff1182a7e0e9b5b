"""Give a user a new first password."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.identity.passwords import hash_password
from erp.identity.sessions.end import end_sessions_of
from erp.identity.users.lock import lock_user
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def reset_password(work: UnitOfWork, user_id: UUID, password: str) -> UUID:
    """Replace a forgotten password by one the user must change at the next sign-in; open sessions end.

    Raises: Refused where the password cannot be used, or for oneself.
    """
    work.require("identity.user.change")
    if user_id == work.actor.user_id:
        raise Refused("Change your own password on your account page, where the present one is asked for.")
    user = lock_user(work, user_id)
    work.execute(
        text("""UPDATE identity.user_account
                SET password_hash = :hash, must_change_password = true, is_demo = false WHERE id = :id"""),
        {"id": user_id, "hash": hash_password(password, user_name=user.user_name)},
    )
    end_sessions_of(work, user_id)
    return user_id
