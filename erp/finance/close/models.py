"""Tables of what was done to periods and years, by whom, why, and on what evidence."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Amount, Count, Day, Id, Instant, PrimaryId, Words
from erp.kernel.db import Base

PERIOD_ACTIONS = ("soft_close", "close", "reopen")


class PeriodAction(Base):
    """A period was soft closed, closed or reopened; a closing keeps the checklist as it stood under the lock."""

    __tablename__ = "period_action"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "period_id"], ["organization.posting_period.company_id", "organization.posting_period.id"]
        ),
        CheckConstraint(f"action IN {PERIOD_ACTIONS}", name="action"),
        CheckConstraint("action <> 'reopen' OR btrim(reason) <> ''", name="reopen_reason"),
        Index("ix_period_action_period_id", "period_id", "id"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    period_id: Mapped[Id]
    action: Mapped[Words]
    reason: Mapped[Words]
    checklist: Mapped[Any] = mapped_column(JSONB)
    actor: Mapped[Words]
    acted_at: Mapped[Instant]


class CloseProgress(Base):
    """How far a period was from closing on a day, as last looked at that day: kept so that the way there shows."""

    __tablename__ = "close_progress"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "period_id"], ["organization.posting_period.company_id", "organization.posting_period.id"]
        ),
        CheckConstraint("blocking_lines BETWEEN 0 AND open_lines AND open_lines <= lines", name="lines"),
        {"schema": "finance"},
    )

    period_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    company_id: Mapped[Id]
    lines: Mapped[Count]
    open_lines: Mapped[Count]  # those that stop the close included
    blocking_lines: Mapped[Count]
    noted_at: Mapped[Instant]


class YearClose(Base):
    """The result of a fiscal year was carried to equity by this entry; closing again carries what came since."""

    __tablename__ = "year_close"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        Index("ix_year_close_closed_on", "company_id", "closed_on"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    fiscal_year: Mapped[Count]
    closed_on: Mapped[Day]
    entry_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("finance.journal_entry.id"))
    result_amount: Mapped[Amount]  # profit positive
    note: Mapped[Words]
    actor: Mapped[Words]
    recorded_at: Mapped[Instant]
