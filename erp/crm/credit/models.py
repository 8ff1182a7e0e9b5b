"""Tables of customer credit. Entries, holds and releases are final; what is folded can be computed again."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.crm.columns import Amount, Count, Instant, OptionalWords, PrimaryId, TransactionId, Words
from erp.kernel.db import Base

EXPOSURE_KINDS = ("receivable", "unbilled")


class CreditAccount(Base):
    """The credit of a whole account tree with one company, kept at its top; no limit means none is set.

    Its row lock is what makes two orders of the same tree wait for each other, and nothing else does.
    """

    __tablename__ = "credit_account"
    __table_args__ = (
        CheckConstraint("limit_amount >= 0", name="limit_amount"),
        CheckConstraint("status IN ('open', 'blocked')", name="status"),
        CheckConstraint("length(currency) = 3", name="currency"),
        UniqueConstraint("company_id", "root_customer_id"),
        Index("ix_credit_account_root_customer_id", "root_customer_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    root_customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    currency: Mapped[Words]
    limit_amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    status: Mapped[Words] = mapped_column(server_default="open")
    note: Mapped[OptionalWords]
    version: Mapped[Count] = mapped_column(server_default=text("1"))


class ExposureEntry(Base):
    """A signed change of what a customer owes: billed (``receivable``) or shipped and not billed (``unbilled``).

    Units: company currency, tax included. Append-only; told by finance, which alone knows.
    """

    __tablename__ = "exposure_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('receivable', 'unbilled')", name="kind"),
        Index("ix_exposure_entry_customer", "company_id", "customer_id", "xact_id"),
        Index("ix_exposure_entry_source_id", "source_id"),
        Index("ix_exposure_entry_xact_id", "xact_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    kind: Mapped[Words]
    amount: Mapped[Amount]
    source_id: Mapped[UUID] = mapped_column(Uuid)
    recorded_at: Mapped[Instant]
    xact_id: Mapped[TransactionId]


class ExposureFold(Base):
    """The sum of a customer's entries of all transactions before ``watermark``; later ones are added when asked."""

    __tablename__ = "exposure_fold"
    __table_args__ = (
        CheckConstraint("kind IN ('receivable', 'unbilled')", name="kind"),
        {"schema": "crm"},
    )

    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"), primary_key=True)
    kind: Mapped[Words] = mapped_column(primary_key=True)
    amount: Mapped[Amount]
    watermark: Mapped[int] = mapped_column(BigInteger)
    folded_at: Mapped[Instant]


class CreditHold(Base):
    """An order was stopped: why, and with which figures. Final; a release names the hold it lifts."""

    __tablename__ = "credit_hold"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "order_id"], ["crm.sales_order.company_id", "crm.sales_order.id"]),
        CheckConstraint("cause IN ('over_limit', 'account_blocked')", name="cause"),
        UniqueConstraint("company_id", "id"),
        Index("ix_credit_hold_order_id", "order_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    order_id: Mapped[UUID] = mapped_column(Uuid)
    root_customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    cause: Mapped[Words]
    currency: Mapped[Words]
    order_amount: Mapped[Amount]
    exposure_amount: Mapped[Amount]
    limit_amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    held_by: Mapped[Words]
    held_at: Mapped[Instant]


class CreditRelease(Base):
    """Somebody with the right let a held order go: who, why, at which exposure, for how much and until when.

    Until ``valid_until`` the same order may be accepted again, up to ``covers_amount``, without a new hold.
    """

    __tablename__ = "credit_release"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "hold_id"], ["crm.credit_hold.company_id", "crm.credit_hold.id"]),
        ForeignKeyConstraint(["company_id", "order_id"], ["crm.sales_order.company_id", "crm.sales_order.id"]),
        CheckConstraint("btrim(reason) <> ''", name="reason_given"),
        UniqueConstraint("hold_id"),
        Index("ix_credit_release_order_id", "order_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    hold_id: Mapped[UUID] = mapped_column(Uuid)
    order_id: Mapped[UUID] = mapped_column(Uuid)
    reason: Mapped[Words]
    currency: Mapped[Words]
    exposure_amount: Mapped[Amount]
    limit_amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    covers_amount: Mapped[Amount]
    valid_until: Mapped[date | None]
    released_by: Mapped[Words]
    released_at: Mapped[Instant]
