"""Give a user roles, each in one branch or in all."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from erp.identity.roles.models import COMPANY_WIDE, ROLES
from erp.identity.users.lock import lock_user
from erp.identity.users.models import UserRole
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def grant_roles(work: UnitOfWork, user_id: UUID, roles: Sequence[tuple[str, UUID | None]]) -> UUID:
    """Let the user hold these roles too, from the next request on; roles already held stay.

    Raises: Refused for an unknown role, and for one branch of a role whose work concerns whole companies: books,
    credit accounts and settings have no branch to be limited to.
    """
    work.require("identity.user.change")
    known = {code for code, _name in ROLES}
    for role, branch_id in roles:
        if role not in known:
            raise Refused("There is no role %(role)s.", field="role", role=role)
        if role in COMPANY_WIDE and branch_id is not None:
            raise Refused(
                "The work of the role %(role)s concerns whole companies: choose “every branch”.",
                field="branch_id", role=role,
            )
    lock_user(work, user_id)
    insert_rows(
        work,
        UserRole,
        [
            {"id": new_id(), "user_id": user_id, "role": role, "branch_id": branch_id}
            for role, branch_id in dict.fromkeys(roles)
        ],
        on_conflict_do_nothing=True,
    )
    return user_id
