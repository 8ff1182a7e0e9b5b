"""Tables of the dunning levels, of the reminders sent, and of the customers who are left alone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Amount, Count, Day, Id, Instant, Percent, PrimaryId, Words
from erp.kernel.db import Base

NOTICE_STATUSES = ("proposed", "sent", "withdrawn")


class DunningLevel(Base):
    """From so many days overdue a customer is reminded in these words, and charged a fee."""

    __tablename__ = "dunning_level"
    __table_args__ = (
        UniqueConstraint("company_id", "level"),
        CheckConstraint("level BETWEEN 1 AND 9", name="level"),
        CheckConstraint("overdue_days BETWEEN 0 AND 3650", name="overdue_days"),
        CheckConstraint("fee_amount >= 0 AND fee_percent BETWEEN 0 AND 100", name="fee"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    level: Mapped[Count]
    overdue_days: Mapped[Count]
    fee_amount: Mapped[Amount] = mapped_column(server_default=sql("0"))
    fee_percent: Mapped[Percent] = mapped_column(server_default=sql("0"))
    wording: Mapped[Words] = mapped_column(server_default="")


class DunningNotice(Base):
    """One reminder about one open item. Sent, it is final: its fee is an open item of its own."""

    __tablename__ = "dunning_notice"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "open_item_id"], ["finance.open_item.company_id", "finance.open_item.id"]
        ),
        CheckConstraint(f"status IN {NOTICE_STATUSES}", name="status"),
        CheckConstraint("(status = 'sent') = (sent_on IS NOT NULL)", name="sent_on"),
        CheckConstraint("fee_amount >= 0", name="fee_amount"),
        UniqueConstraint("company_id", "id"),
        Index(
            "uq_dunning_notice_open_item_id", "open_item_id", "level", unique=True,
            postgresql_where=sql("status <> 'withdrawn'"),
        ),
        Index("ix_dunning_notice_status", "company_id", "status", "customer_id"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    open_item_id: Mapped[Id]
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    level: Mapped[Count]
    status: Mapped[Words] = mapped_column(server_default="proposed")
    proposed_on: Mapped[Day]
    overdue_days: Mapped[Count]
    open_amount: Mapped[Amount]
    fee_amount: Mapped[Amount]
    sent_on: Mapped[date | None] = mapped_column(Date)
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    actor: Mapped[Words]
    proposed_at: Mapped[Instant]


class DunningBlock(Base):
    """A customer who is not reminded for now, and why."""

    __tablename__ = "dunning_block"
    __table_args__ = (
        CheckConstraint("btrim(reason) <> ''", name="reason_given"),
        {"schema": "finance"},
    )

    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"), primary_key=True)
    reason: Mapped[Words]
    until: Mapped[date | None] = mapped_column(Date)
