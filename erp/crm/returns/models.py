"""Tables of return authorizations. That an RMA was received or is closed follows from the quantities of its lines."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.crm.columns import (
    Amount,
    Count,
    Day,
    Flag,
    Instant,
    OptionalWords,
    Percent,
    PrimaryId,
    Quantity,
    UnitPrice,
    Words,
)
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes

RMA_DECISIONS = ("authorized", "cancelled")


class ReturnReason(Base):
    """A reason for which goods come back, to be counted by; it may waive the restocking fee."""

    __tablename__ = "return_reason"
    __table_args__ = (
        CheckConstraint("code = lower(btrim(code)) AND code <> ''", name="code_lower"),
        CheckConstraint("status IN ('active', 'retired')", name="status"),
        {"schema": "crm"},
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[Words]
    is_our_fault: Mapped[Flag] = mapped_column(server_default=text("false"))
    status: Mapped[Words] = mapped_column(server_default="active")


class Rma(Base):
    """A permission to send goods back to one warehouse until a day, for a restocking fee in per cent of their price."""

    __tablename__ = "rma"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        CheckConstraint("decision IN ('authorized', 'cancelled')", name="decision"),
        CheckConstraint("restocking_fee_percent BETWEEN 0 AND 100", name="restocking_fee_percent"),
        CheckConstraint("length(currency) = 3", name="currency"),
        CheckConstraint("decision <> 'cancelled' OR cancel_reason <> ''", name="cancelled_has_its_reason"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        Index("ix_rma_customer_id", "customer_id"),
        Index("ix_rma_listed", "company_id", "authorized_on", "id"),
        *number_indexes("rma"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    number: Mapped[Words]
    branch_id: Mapped[UUID] = mapped_column(Uuid)
    warehouse_id: Mapped[UUID] = mapped_column(Uuid)
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    currency: Mapped[Words]
    authorized_on: Mapped[Day]
    valid_until: Mapped[date | None]
    restocking_fee_percent: Mapped[Percent] = mapped_column(server_default=text("0"))
    customer_reference: Mapped[OptionalWords]
    note: Mapped[OptionalWords]
    decision: Mapped[Words] = mapped_column(server_default="authorized")
    cancel_reason: Mapped[OptionalWords]
    authorized_by: Mapped[Words]
    authorized_at: Mapped[Instant]
    version: Mapped[Count] = mapped_column(server_default=text("1"))


class RmaLine(Base):
    """A quantity of one item that may come back; with its original shipment line wherever there was a sale.

    ``net_unit_price`` and ``amount`` (of ``qty``) are what the goods were billed at, in the currency of the RMA;
    without an original sale whoever authorized the return gave them. A reason that is our own fault bears no fee.
    """

    __tablename__ = "rma_line"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "rma_id"], ["crm.rma.company_id", "crm.rma.id"]),
        ForeignKeyConstraint(
            ["company_id", "order_line_id"], ["crm.sales_order_line.company_id", "crm.sales_order_line.id"]
        ),
        CheckConstraint("qty > 0", name="qty_positive"),
        CheckConstraint(
            "qty_received >= 0 AND qty_cancelled >= 0 AND qty_received + qty_cancelled <= qty",
            name="never_more_than_authorized",
        ),
        CheckConstraint(
            "qty_dispositioned >= 0 AND qty_dispositioned <= qty_received", name="dispositioned_was_received"
        ),
        CheckConstraint("net_unit_price >= 0", name="price_not_negative"),
        CheckConstraint("restocking_fee_percent BETWEEN 0 AND 100", name="restocking_fee_percent"),
        CheckConstraint(
            "(original_shipment_line_id IS NULL) = (order_line_id IS NULL)", name="original_sale_whole"
        ),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("rma_id", "position"),
        Index("ix_rma_line_original_shipment_line_id", "original_shipment_line_id"),
        Index("ix_rma_line_item_id", "item_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid)
    rma_id: Mapped[UUID] = mapped_column(Uuid)
    position: Mapped[Count]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    description: Mapped[Words]
    unit: Mapped[Words]
    qty: Mapped[Quantity]
    original_shipment_line_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("inventory.shipment_line.id")
    )
    order_line_id: Mapped[UUID | None] = mapped_column(Uuid)
    net_unit_price: Mapped[UnitPrice]
    amount: Mapped[Amount]
    tax_class: Mapped[Words]
    reason: Mapped[str] = mapped_column(Text, ForeignKey("crm.return_reason.code"))
    restocking_fee_percent: Mapped[Percent] = mapped_column(server_default=text("0"))
    note: Mapped[OptionalWords]
    qty_received: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_dispositioned: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_cancelled: Mapped[Quantity] = mapped_column(server_default=text("0"))
