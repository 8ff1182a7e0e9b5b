"""Roles and the permissions they hold."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base

ADMINISTRATOR = "administrator"
COMPANY_WIDE = frozenset({ADMINISTRATOR, "accountant", "controller", "credit"})
ROLES: tuple[tuple[str, str], ...] = (
    ("branch_staff", "Branch staff"),
    ("warehouse", "Warehouse"),
    ("buyer", "Buyer"),
    ("sales", "Sales"),
    ("credit", "Credit"),
    ("accountant", "Accountant"),
    ("controller", "Controller"),
    (ADMINISTRATOR, "Administrator"),
)


class Role(Base):
    """A job with its permissions; the code is what modules name in their manifests."""

    __tablename__ = "role"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z][a-z_]{1,40}$'", name="code"),
        {"schema": "identity"},
    )
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class KnownPermission(Base):
    """A permission some module declares; once known, its roles are the administrator's to change."""

    __tablename__ = "permission"
    __table_args__ = ({"schema": "identity"},)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    description: Mapped[str] = mapped_column(Text)
    is_declared: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))


class RolePermission(Base):
    """A role holds a permission. The administrator needs no rows: that role holds all."""

    __tablename__ = "role_permission"
    __table_args__ = ({"schema": "identity"},)
    role: Mapped[str] = mapped_column(ForeignKey("identity.role.code"), primary_key=True)
    permission: Mapped[str] = mapped_column(ForeignKey("identity.permission.name"), primary_key=True, index=True)
