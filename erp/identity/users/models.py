"""Users and the roles they hold."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKey, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base

STATUSES = ("active", "inactive")


class UserAccount(Base):
    """Somebody who may sign in. The user name is lower case, so that nobody takes it again in other letters."""

    __tablename__ = "user_account"
    __table_args__ = (
        CheckConstraint("user_name = lower(btrim(user_name)) AND user_name <> ''", name="user_name_lower"),
        CheckConstraint("status IN ('active', 'inactive')", name="status"),
        CheckConstraint("language ~ '^([a-z]{2,3})?$'", name="language"),
        CheckConstraint("locale ~ '^([a-z]{2,3}(_[A-Z]{2})?)?$'", name="locale"),
        {"schema": "identity"},
    )
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    user_name: Mapped[str] = mapped_column(Text, unique=True)
    display_name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text, server_default="")
    password_hash: Mapped[str] = mapped_column(Text)
    must_change_password: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    is_demo: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    status: Mapped[str] = mapped_column(Text, server_default="active")
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=text("clock_timestamp()")
    )
    language: Mapped[str] = mapped_column(
        Text, server_default="", comment="of the pages; empty: as the browser asks"
    )
    locale: Mapped[str] = mapped_column(
        Text, server_default="", comment="of numbers and dates; empty: as the language has it"
    )


class UserRole(Base):
    """A user holds a role in one branch, or in every branch where none is named."""

    __tablename__ = "user_role"
    __table_args__ = (
        UniqueConstraint("user_id", "role", "branch_id", postgresql_nulls_not_distinct=True),
        {"schema": "identity"},
    )
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("identity.user_account.id"))
    role: Mapped[str] = mapped_column(ForeignKey("identity.role.code"), index=True)
    branch_id: Mapped[UUID | None] = mapped_column(Uuid)  # organization stands above: no foreign key upward
