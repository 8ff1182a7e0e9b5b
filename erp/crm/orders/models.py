"""Tables of sales orders and of what a shipment or rendered charge makes billable."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
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

DECISIONS = ("draft", "held", "released", "cancelled")
LINE_KINDS = ("item", "charge")
CHARGE_KINDS = ("freight", "handling", "service", "fee", "other")
ZERO = text("0")


class SalesOrder(Base):
    """What a customer asked one branch for. Amounts are in ``currency``; the address is a snapshot.

    ``open_amount`` is what the order still adds to the customer's credit exposure once released: not yet shipped, not
    cancelled, tax included; it is set anew whenever a quantity of a line changes.
    """

    __tablename__ = "sales_order"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(["customer_id", "ship_to_id"], ["crm.ship_to.customer_id", "crm.ship_to.id"]),
        ForeignKeyConstraint(["company_id", "quote_id"], ["crm.quote.company_id", "crm.quote.id"]),
        CheckConstraint("decision IN ('draft', 'held', 'released', 'cancelled')", name="decision"),
        CheckConstraint("billing_mode IN ('per_shipment', 'daily', 'weekly')", name="billing_mode"),
        CheckConstraint("charge_billing IN ('first_shipment', 'by_value')", name="charge_billing"),
        CheckConstraint("length(currency) = 3", name="currency"),
        CheckConstraint("decision <> 'cancelled' OR cancel_reason <> ''", name="cancelled_has_its_reason"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        Index("ix_sales_order_customer_id", "customer_id", "ordered_on"),
        Index("ix_sales_order_listed", "company_id", "ordered_on", "id"),
        Index(
            "ix_sales_order_open",
            "company_id",
            "customer_id",
            postgresql_where=text("decision = 'released' AND open_amount <> 0"),
        ),
        Index("ix_sales_order_held", "company_id", postgresql_where=text("decision = 'held'")),
        *number_indexes("sales_order"),
        Index(
            "ix_sales_order_customer_reference_start",
            text("upper(customer_reference) text_pattern_ops"),
            postgresql_where=text("customer_reference <> ''"),
        ),
        Index("ix_sales_order_draft", "company_id", postgresql_where=text("decision = 'draft'")),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    number: Mapped[Words]
    branch_id: Mapped[UUID] = mapped_column(Uuid)
    warehouse_id: Mapped[UUID] = mapped_column(Uuid)
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    ship_to_id: Mapped[UUID | None] = mapped_column(Uuid)
    ship_to_name: Mapped[OptionalWords]
    ship_to_street: Mapped[OptionalWords]
    ship_to_postal_code: Mapped[OptionalWords]
    ship_to_city: Mapped[OptionalWords]
    ship_to_region: Mapped[OptionalWords]
    ship_to_country: Mapped[OptionalWords]
    instructions: Mapped[OptionalWords]
    ordered_on: Mapped[Day]
    requested_on: Mapped[Day]
    priority: Mapped[Count] = mapped_column(server_default=text("100"))
    currency: Mapped[Words]
    payment_term_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("terms.payment_term.id"))
    salesperson_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("identity.user_account.id"))
    channel: Mapped[Words]
    customer_reference: Mapped[OptionalWords]
    coupons: Mapped[OptionalWords]
    billing_mode: Mapped[Words]
    charge_billing: Mapped[Words]
    quote_id: Mapped[UUID | None] = mapped_column(Uuid)
    decision: Mapped[Words] = mapped_column(server_default="draft")
    cancel_reason: Mapped[OptionalWords]
    net_amount: Mapped[Amount] = mapped_column(server_default=ZERO)
    tax_amount: Mapped[Amount] = mapped_column(server_default=ZERO)
    total_amount: Mapped[Amount] = mapped_column(server_default=ZERO)
    open_amount: Mapped[Amount] = mapped_column(server_default=ZERO)
    version: Mapped[Count] = mapped_column(server_default=text("1"))
    entered_by: Mapped[Words]
    entered_at: Mapped[Instant]
    submitted_by: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SalesOrderLine(Base):
    """One item, or one charge, of an order, with the price it was accepted at and how that price came about.

    Units: ``entered_qty`` and ``entered_unit_price`` count the unit the customer used; ``qty`` and every other
    quantity count base units. ``amount`` = entered quantity x net price, rounded half up; ``net_amount`` is that
    without any tax inside the price; ``amount_billed`` is what shipments and rendered charges have made billable.
    """

    __tablename__ = "sales_order_line"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "order_id"], ["crm.sales_order.company_id", "crm.sales_order.id"]),
        CheckConstraint("kind IN ('item', 'charge')", name="kind"),
        CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="item_named"),
        CheckConstraint("(kind = 'charge') = (charge_kind IS NOT NULL)", name="charge_named"),
        CheckConstraint("NOT is_stocked OR kind = 'item'", name="stocked_is_an_item"),
        CheckConstraint("entered_qty > 0 AND qty > 0", name="qty_positive"),
        CheckConstraint("kind = 'charge' OR net_unit_price >= 0", name="price_not_negative"),
        CheckConstraint("discount_percent BETWEEN 0 AND 100", name="discount_percent"),
        CheckConstraint(
            "qty_shipped >= 0 AND qty_cancelled >= 0 AND qty_shipped + qty_cancelled <= qty",
            name="never_more_than_ordered",
        ),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("order_id", "position"),
        Index("ix_sales_order_line_item_id", "item_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid)
    order_id: Mapped[UUID] = mapped_column(Uuid)
    position: Mapped[Count]
    kind: Mapped[Words]
    charge_kind: Mapped[str | None] = mapped_column(Text)
    item_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    is_stocked: Mapped[Flag]
    description: Mapped[Words]
    entered_qty: Mapped[Quantity]
    unit: Mapped[Words]
    qty: Mapped[Quantity]
    base_unit: Mapped[Words]
    list_unit_price: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    discount_percent: Mapped[Percent] = mapped_column(server_default=ZERO)
    entered_unit_price: Mapped[UnitPrice]
    net_unit_price: Mapped[UnitPrice]
    amount: Mapped[Amount]
    tax_class: Mapped[Words]
    net_amount: Mapped[Amount]
    tax_amount: Mapped[Amount] = mapped_column(server_default=ZERO)
    price_is_fixed: Mapped[Flag] = mapped_column(server_default=text("false"))
    price_waterfall: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    override_reason: Mapped[OptionalWords]
    promotion_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("crm.promotion.id"))  # goods it added
    promised_on: Mapped[date | None]
    qty_shipped: Mapped[Quantity] = mapped_column(server_default=ZERO)
    qty_cancelled: Mapped[Quantity] = mapped_column(server_default=ZERO)
    amount_billed: Mapped[Amount] = mapped_column(server_default=ZERO)


class BillingLine(Base):
    """What one shipment line, or one rendered charge, is billed at: a snapshot that later changes cannot reach.

    ``document_id`` is the shipment, or the fulfilment of charges; ``shipment_line_id`` is empty for charges.
    """

    __tablename__ = "billing_line"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "order_id"], ["crm.sales_order.company_id", "crm.sales_order.id"]),
        ForeignKeyConstraint(
            ["company_id", "order_line_id"], ["crm.sales_order_line.company_id", "crm.sales_order_line.id"]
        ),
        CheckConstraint("kind IN ('item', 'charge')", name="kind"),
        Index("ix_billing_line_document_id", "document_id"),
        Index("ix_billing_line_order_line_id", "order_line_id"),
        Index("ix_billing_line_order_id", "order_id"),
        Index(
            "uq_billing_line_shipment_line_id",
            "shipment_line_id",
            unique=True,
            postgresql_where=text("shipment_line_id IS NOT NULL"),
        ),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid)
    document_id: Mapped[UUID] = mapped_column(Uuid)
    order_id: Mapped[UUID] = mapped_column(Uuid)
    order_line_id: Mapped[UUID] = mapped_column(Uuid)
    shipment_line_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.shipment_line.id"))
    position: Mapped[Count]
    kind: Mapped[Words]
    charge_kind: Mapped[str | None] = mapped_column(Text)
    item_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    description: Mapped[Words]
    qty: Mapped[Quantity]
    unit: Mapped[Words]
    net_unit_price: Mapped[UnitPrice]
    amount: Mapped[Amount]
    currency: Mapped[Words]
    tax_class: Mapped[Words]
    occurred_on: Mapped[Day]


class BillingVoid(Base):
    """A document that was taken back: its billing lines stay as history and count no more."""

    __tablename__ = "billing_void"
    __table_args__ = ({"schema": "crm"},)

    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    reason: Mapped[Words]
    voided_on: Mapped[Day]
