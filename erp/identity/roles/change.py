"""Change which permissions a role holds."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import text

from erp.identity.roles.models import ADMINISTRATOR, RolePermission
from erp.kernel.errors import NotFound, Refused
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def change_role(work: UnitOfWork, role: str, permissions: Collection[str]) -> str:
    """Let a role hold exactly these permissions, from everybody's next request on.

    Raises: Refused for the administrator, who always holds all; NotFound for an unknown role or permission.
    """
    work.require("identity.role.change")
    if role == ADMINISTRATOR:
        raise Refused("The administrator holds every permission; that cannot be changed.")
    locked = work.execute(
        text("SELECT code FROM identity.role WHERE code = :role FOR NO KEY UPDATE"), {"role": role}
    ).one_or_none()
    if locked is None:
        raise NotFound("There is no such role.")
    wanted = sorted(set(permissions))
    known = set(work.session.scalars(
        text("SELECT name FROM identity.permission WHERE is_declared AND name = ANY(CAST(:names AS text[]))"),
        {"names": wanted},
    ))
    if len(known) < len(wanted):
        raise NotFound("There is no permission %(known)s.", known=', '.join(sorted(set(wanted) - known)))
    work.execute(
        text("""DELETE FROM identity.role_permission rp USING identity.permission p
                WHERE rp.role = :role AND p.name = rp.permission AND p.is_declared
                  AND rp.permission <> ALL(CAST(:names AS text[]))"""),
        {"role": role, "names": wanted},
    )
    insert_rows(
        work, RolePermission, [{"role": role, "permission": name} for name in wanted], on_conflict_do_nothing=True
    )
    return role
