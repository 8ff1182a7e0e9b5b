"""Read users and the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, func, literal_column, select, text
from sqlalchemy.orm import Session

from erp.identity.roles.models import ADMINISTRATOR, Role
from erp.identity.users.models import UserAccount, UserRole
from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class HeldRole:
    """One role of one user; no branch means every branch."""

    id: UUID
    role: str
    name: str
    branch_id: UUID | None


@dataclass(frozen=True)
class UserFacts:
    """A user as the user page shows them."""

    id: UUID
    user_name: str
    display_name: str
    email: str
    status: str
    must_change_password: bool
    created_at: datetime
    roles: tuple[HeldRole, ...]


def user_facts(session: Session, user_id: UUID) -> UserFacts:
    """One user with their roles.

    Raises: NotFound
    """
    user = session.execute(
        text("""SELECT id, user_name, display_name, email, status, must_change_password, created_at
                FROM identity.user_account WHERE id = :id"""),
        {"id": user_id},
    ).one_or_none()
    if user is None:
        raise NotFound("There is no such user.")
    held = session.execute(
        text("""SELECT ur.id, ur.role, r.name, ur.branch_id FROM identity.user_role ur
                JOIN identity.role r ON r.code = ur.role WHERE ur.user_id = :id ORDER BY r.name, ur.branch_id"""),
        {"id": user_id},
    )
    return UserFacts(**user._mapping, roles=tuple(HeldRole(*row) for row in held))


def users_statement(wanted: str = "", status: str | None = None) -> Select[Any]:
    """Every user with their roles in one text, for a list; ``wanted`` is part of a name."""
    held = (
        select(func.string_agg(func.distinct(Role.name), literal_column("', '", Text)))
        .join(UserRole, UserRole.role == Role.code)
        .where(UserRole.user_id == UserAccount.id)
        .scalar_subquery()
    )
    statement = select(
        UserAccount.id, UserAccount.user_name, UserAccount.display_name, UserAccount.email,
        UserAccount.status, held.label("roles"),
    )  # fmt: skip
    if wanted:
        pattern = "%" + wanted.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        statement = statement.where(
            UserAccount.user_name.ilike(pattern) | UserAccount.display_name.ilike(pattern)
        )
    if status:
        statement = statement.where(UserAccount.status == status)
    return statement


def user_names(session: Session, user_ids: list[UUID]) -> dict[UUID, str]:
    """The display names of a set of users."""
    rows = session.execute(
        text("SELECT id, display_name FROM identity.user_account WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": user_ids},
    )
    return {row.id: row.display_name for row in rows}


def users_with_role(session: Session, role: str) -> list[tuple[UUID, str]]:
    """Active users who hold a role somewhere, by display name, to choose from."""
    rows = session.execute(
        text("""SELECT u.id, u.display_name FROM identity.user_account u
                 WHERE u.status = 'active'
                   AND EXISTS (SELECT FROM identity.user_role r WHERE r.user_id = u.id AND r.role = :role)
                 ORDER BY u.display_name, u.id"""),
        {"role": role},
    )
    return [(row.id, row.display_name) for row in rows]


def users_who_may(session: Session, permission: str, branch_id: UUID) -> list[tuple[UUID, str]]:
    """Active users who hold a permission in a branch, by display name, to choose from."""
    rows = session.execute(
        text("""SELECT u.id, u.display_name FROM identity.user_account u
                 WHERE u.status = 'active'
                   AND EXISTS (SELECT FROM identity.user_role r
                               WHERE r.user_id = u.id AND (r.branch_id IS NULL OR r.branch_id = :branch)
                                 AND (r.role = :administrator
                                      OR EXISTS (SELECT FROM identity.role_permission p
                                                 WHERE p.role = r.role AND p.permission = :permission)))
                 ORDER BY u.display_name, u.id LIMIT 500"""),
        {"permission": permission, "branch": branch_id, "administrator": ADMINISTRATOR},
    )
    return [(row.id, row.display_name) for row in rows]
