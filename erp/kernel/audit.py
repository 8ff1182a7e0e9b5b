"""The audit trail of master data and settings: who changed what, when, from which value to which, and why.

It is written by a trigger in the database, so that no path around it exists; ``kernel.audit_table`` puts a table
under it in a migration. Columns whose names end in ``_hash`` or ``_secret`` are shown as changed, never with values.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from erp.kernel.db import Base
from erp.kernel.outbox import Instant


class AuditEntry(Base):
    """One change of one row: ``changed`` maps each column to its old and new value."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("action IN ('insert', 'update', 'delete')", name="action"),
        Index("ix_audit_entry_row", "table_name", "row_key"),
        {"schema": "kernel"},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    table_name: Mapped[str] = mapped_column(Text)
    row_key: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    changed: Mapped[dict[str, Any]] = mapped_column(JSONB)
    actor: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    correlation_id: Mapped[UUID | None] = mapped_column(Uuid)
    changed_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"), index=True)


class AppendOnly(Base):
    """The ledgers: tables whose rows are final, by trigger and by privilege."""

    __tablename__ = "append_only"
    __table_args__ = ({"schema": "kernel"},)
    table_name: Mapped[str] = mapped_column(Text, primary_key=True)


def changed_by(session: Session, table_name: str, row_key: UUID | str) -> str:
    """Who changed a record last; an empty text where nobody was noted."""
    found = session.scalar(
        text("""SELECT actor FROM kernel.audit_entry WHERE table_name = :table AND row_key = :id AND action = 'update'
                ORDER BY id DESC LIMIT 1"""),
        {"table": table_name, "id": str(row_key)},
    )
    return str(found or "")
