"""Unlock a user who was locked out by wrong passwords."""

from __future__ import annotations

from uuid import UUID

from erp.identity.sign_in.models import SignInAttempt
from erp.identity.users.lock import lock_user
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def unlock_user(work: UnitOfWork, user_id: UUID) -> UUID:
    """Let the user try again at once: earlier failures count no more.

    Raises: NotFound, Forbidden
    """
    work.require("identity.user.change")
    user = lock_user(work, user_id)
    insert_rows(work, SignInAttempt, [{
        "id": new_id(), "user_name": user.user_name, "address": "", "outcome": "unlocked", "at": work.now,
    }])  # fmt: skip
    return user_id

