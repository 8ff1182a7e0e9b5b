"""Tables of manual journals."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Amount, Count, Day, Id, Instant, PrimaryId, Words
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes

JOURNAL_STATUSES = ("submitted", "posted", "rejected", "cancelled")


class ManualJournal(Base):
    """An entry somebody proposes by hand; it reaches the ledger when a second person approves it."""

    __tablename__ = "manual_journal"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        UniqueConstraint("entry_id"),
        CheckConstraint(f"status IN {JOURNAL_STATUSES}", name="status"),
        CheckConstraint("decided_by <> submitted_by", name="second_person"),
        CheckConstraint("(status = 'posted') = (entry_id IS NOT NULL)", name="posted_entry"),
        ForeignKeyConstraint(
            ["company_id", "entry_id"], ["finance.journal_entry.company_id", "finance.journal_entry.id"]
        ),
        *number_indexes("manual_journal"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    number: Mapped[Words]
    status: Mapped[Words]
    posted_on: Mapped[Day]
    memo: Mapped[Words]
    submitted_by: Mapped[Words]
    submitted_at: Mapped[Instant]
    decided_by: Mapped[Words | None]
    decided_at: Mapped[Instant | None]
    decision_note: Mapped[Words] = mapped_column(server_default="")
    entry_id: Mapped[Id | None]


class ManualJournalLine(Base):
    """One amount of a manual journal."""

    __tablename__ = "manual_journal_line"
    __table_args__ = (
        UniqueConstraint("manual_journal_id", "position"),
        ForeignKeyConstraint(
            ["company_id", "manual_journal_id"], ["finance.manual_journal.company_id", "finance.manual_journal.id"]
        ),
        ForeignKeyConstraint(["company_id", "account_id"], ["finance.account.company_id", "finance.account.id"]),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        CheckConstraint("debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name="one_side"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    manual_journal_id: Mapped[Id]
    position: Mapped[Count]
    account_id: Mapped[Id]
    debit: Mapped[Amount]
    credit: Mapped[Amount]
    branch_id: Mapped[Id | None]
