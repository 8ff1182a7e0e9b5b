"""Change what is written about a user."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.identity.users.lock import lock_user
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def change_user(work: UnitOfWork, user_id: UUID, *, display_name: str, email: str) -> UUID:
    """Write the person's name and e-mail address anew; the user name never changes, because the records cite it.

    Raises: Refused
    """
    work.require("identity.user.change")
    if not display_name.strip():
        raise Refused("Enter the person's name.", field="display_name")
    lock_user(work, user_id)
    work.execute(
        text("UPDATE identity.user_account SET display_name = :name, email = :email WHERE id = :id"),
        {"id": user_id, "name": display_name.strip(), "email": email.strip()},
    )
    return user_id
