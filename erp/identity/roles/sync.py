"""Make the permissions of this version of the product known, with the roles that hold them from the start."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from erp.identity.roles.models import ADMINISTRATOR, ROLES, KnownPermission, RolePermission
from erp.kernel.module import Module
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def sync_permissions(work: UnitOfWork, modules: Sequence[Module]) -> int:
    """Learn new permissions; returns how many were new.

    A permission that was known before keeps the roles an administrator gave it, so this may run at every start and in
    several processes at a time. One that no module declares any more is kept, marked, and no longer shown.
    Raises: ValueError where a manifest names a role there is not.
    """
    declared = {p.name: p for module in modules for p in module.permissions}
    roles = {code for code, _name in ROLES}
    strange = sorted({role for p in declared.values() for role in p.roles} - roles)
    if strange:
        raise ValueError(f"permissions name roles there are not: {', '.join(strange)}")
    work.execute(text("SELECT pg_advisory_xact_lock(hashtext('identity.permission'))"))
    known = set(work.session.scalars(text("SELECT name FROM identity.permission")))
    new = [p for name, p in sorted(declared.items()) if name not in known]
    insert_rows(work, KnownPermission, [{"name": p.name, "description": p.text} for p in new])
    insert_rows(
        work,
        RolePermission,
        [{"role": role, "permission": p.name} for p in new for role in p.roles if role != ADMINISTRATOR],
    )
    work.execute(
        text("""UPDATE identity.permission p
                SET description = coalesce(d.description, p.description), is_declared = d.name IS NOT NULL
                FROM identity.permission q
                LEFT JOIN unnest(CAST(:names AS text[]), CAST(:texts AS text[])) AS d(name, description)
                       ON d.name = q.name
                WHERE p.name = q.name AND (p.is_declared <> (d.name IS NOT NULL)
                      OR d.name IS NOT NULL AND p.description <> d.description)"""),
        {"names": list(declared), "texts": [p.text for p in declared.values()]},
    )
    return len(new)
