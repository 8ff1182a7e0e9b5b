"""Create a user with the roles they start with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from erp.identity.passwords import hash_password
from erp.identity.users.grant_roles import grant_roles
from erp.identity.users.models import UserAccount
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

_USER_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}", re.ASCII)


def create_user(
    work: UnitOfWork,
    *,
    user_name: str,
    display_name: str,
    password: str,
    email: str = "",
    roles: Sequence[tuple[str, UUID | None]] = (),
    must_change_password: bool = True,
    is_demo: bool = False,
) -> UUID:
    """Let somebody come in under a name, with a first password they have to replace.

    ``roles`` are (role, branch); no branch means every branch.
    Raises: Refused where the name or password cannot be used; Conflict where the name is taken.
    """
    work.require("identity.user.change")
    name = user_name.strip().lower()
    if not _USER_NAME.fullmatch(name):
        raise Refused(
            "A user name has 2 to 64 letters, digits or . _ @ - and begins with a letter or digit.", field="user_name"
        )
    if not display_name.strip():
        raise Refused("Enter the person's name.", field="display_name")
    taken = work.execute(
        text("SELECT 1 FROM identity.user_account WHERE user_name = :name"), {"name": name}
    ).one_or_none()
    if taken is not None:
        raise Conflict("The user name %(name)s is taken. Choose another.", field="user_name", name=name)
    user_id = new_id()
    insert_rows(work, UserAccount, [{
        "id": user_id, "user_name": name, "display_name": display_name.strip(), "email": email.strip(),
        "password_hash": hash_password(password, user_name=name),
        "must_change_password": must_change_password, "is_demo": is_demo,
    }])  # fmt: skip
    grant_roles(work, user_id, roles)
    return user_id
