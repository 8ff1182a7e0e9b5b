"""Read roles and what they hold."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.identity.roles.models import ADMINISTRATOR


@dataclass(frozen=True)
class RoleFacts:
    """A role, how many active users hold it, and its permissions."""

    code: str
    name: str
    users: int
    permissions: frozenset[str]

    @property
    def holds_all(self) -> bool:
        return self.code == ADMINISTRATOR


@dataclass(frozen=True)
class PermissionFacts:
    """A permission, as the matrix shows it."""

    name: str
    description: str

    @property
    def module(self) -> str:
        return self.name.partition(".")[0]


def roles(session: Session) -> list[RoleFacts]:
    """Every role, the administrator last."""
    rows = session.execute(text("""
        SELECT r.code, r.name,
               (SELECT count(DISTINCT u.id) FROM identity.user_role ur
                JOIN identity.user_account u ON u.id = ur.user_id AND u.status = 'active'
                WHERE ur.role = r.code) AS users,
               (SELECT array_agg(permission) FROM identity.role_permission WHERE role = r.code) AS permissions
        FROM identity.role r ORDER BY r.code = 'administrator', r.name"""))
    return [RoleFacts(row.code, row.name, row.users, frozenset(row.permissions or ())) for row in rows]


def permissions_by_module(session: Session) -> dict[str, list[PermissionFacts]]:
    """Every declared permission under its module."""
    grouped: dict[str, list[PermissionFacts]] = defaultdict(list)
    for row in session.execute(
        text("SELECT name, description FROM identity.permission WHERE is_declared ORDER BY name")
    ):
        found = PermissionFacts(row.name, row.description)
        grouped[found.module].append(found)
    return dict(grouped)
