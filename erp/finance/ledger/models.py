"""Tables of the general ledger. Entries and lines are final; seals give them an order, the roll-up their sums."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Amount, Count, Day, Id, Instant, PrimaryId, TransactionId, Words
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes
from erp.organization.api import SUBLEDGERS


class JournalEntry(Base):
    """One posting: why, on which day, from which event and document."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "number"),
        UniqueConstraint("source_event_id", "purpose"),
        UniqueConstraint("reverses_id"),
        ForeignKeyConstraint(["reverses_id"], ["finance.journal_entry.id"]),
        CheckConstraint(f"subledger IN {SUBLEDGERS}", name="subledger"),
        Index("ix_journal_entry_posted_on", "company_id", "posted_on", "id"),
        Index("ix_journal_entry_source_id", "source_id"),
        Index("ix_journal_entry_xact_id", "xact_id"),
        *number_indexes("journal_entry"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    number: Mapped[Words] = mapped_column(
        server_default=text("('JE-'::text || nextval('kernel.number_journal_entry'::regclass))")
    )
    posted_on: Mapped[Day]
    purpose: Mapped[Words]
    memo: Mapped[Words]
    source_event_id: Mapped[Id]
    source_kind: Mapped[Words]
    source_id: Mapped[Id]
    reverses_id: Mapped[Id | None]
    subledger: Mapped[Words]
    actor: Mapped[Words]
    correlation_id: Mapped[Id]
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("clock_timestamp()"))
    xact_id: Mapped[TransactionId]


class JournalLine(Base):
    """One amount on one account, with the dimensions it can be read by. Made after its entry, hence the larger id."""

    __tablename__ = "journal_line"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "entry_id"], ["finance.journal_entry.company_id", "finance.journal_entry.id"]
        ),
        ForeignKeyConstraint(["company_id", "account_id"], ["finance.account.company_id", "finance.account.id"]),
        CheckConstraint("debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name="one_side"),
        CheckConstraint("id > entry_id AND id < finance.one_day_after(entry_id)", name="made_with_entry"),
        CheckConstraint("(subledger_kind IS NULL) = (subledger_id IS NULL)", name="subledger"),
        CheckConstraint("rate > 0", name="rate"),
        Index("ix_journal_line_entry_id", "entry_id", "id"),
        Index("ix_journal_line_account_id", "company_id", "account_id", "posted_on"),
        Index("ix_journal_line_subledger_id", "subledger_id", postgresql_where=text("subledger_id IS NOT NULL")),
        {"schema": "finance", "postgresql_partition_by": "RANGE (id)"},
    )

    id: Mapped[PrimaryId]
    entry_id: Mapped[Id]
    company_id: Mapped[Id]
    position: Mapped[Count]
    posted_on: Mapped[Day]
    account_id: Mapped[Id]
    debit: Mapped[Amount]
    credit: Mapped[Amount]
    currency: Mapped[Words]
    currency_debit: Mapped[Amount]
    currency_credit: Mapped[Amount]
    rate: Mapped[Amount] = mapped_column(Numeric(18, 8))
    branch_id: Mapped[Id | None]
    warehouse_id: Mapped[Id | None]
    customer_id: Mapped[Id | None]
    supplier_id: Mapped[Id | None]
    item_family_id: Mapped[Id | None]
    channel: Mapped[Words | None]
    salesperson_id: Mapped[Id | None]
    subledger_kind: Mapped[Words | None]
    subledger_id: Mapped[Id | None]


class JournalSeal(Base):
    """The place of an entry in its company's order, and the hash that binds it to every entry before."""

    __tablename__ = "journal_seal"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        CheckConstraint("seal_no > 0", name="seal_no"),
        ForeignKeyConstraint(
            ["company_id", "entry_id"], ["finance.journal_entry.company_id", "finance.journal_entry.id"]
        ),
        {"schema": "finance"},
    )

    company_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    seal_no: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    entry_id: Mapped[Id]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[Instant] = mapped_column(server_default=text("clock_timestamp()"))


class SealProgress(Base):
    """How far sealing has come: every entry of a transaction before ``sealed_below`` is sealed and rolled up."""

    __tablename__ = "seal_progress"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), {"schema": "finance"})

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    sealed_below: Mapped[int] = mapped_column(BigInteger)


class LedgerRollup(Base):
    """The sums of all sealed lines of an account in a month, by branch and item family."""

    __tablename__ = "ledger_rollup"
    __table_args__ = (
        Index(
            "uq_ledger_rollup_key",
            "company_id",
            "account_id",
            "month",
            "branch_id",
            "item_family_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        ForeignKeyConstraint(["company_id", "account_id"], ["finance.account.company_id", "finance.account.id"]),
        CheckConstraint("extract(day FROM month) = 1", name="month"),
        {"schema": "finance"},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    company_id: Mapped[Id]
    account_id: Mapped[Id]
    month: Mapped[date] = mapped_column(Date)
    branch_id: Mapped[Id | None]
    item_family_id: Mapped[Id | None]
    debit: Mapped[Amount] = mapped_column(Numeric(20, 4))
    credit: Mapped[Amount] = mapped_column(Numeric(20, 4))
