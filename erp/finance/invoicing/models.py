"""Tables of sales invoices: final from the moment they are issued."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import (
    Amount,
    Count,
    Day,
    Id,
    Instant,
    Percent,
    PrimaryId,
    Quantity,
    TransactionId,
    UnitPrice,
    Words,
)
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes


class SalesInvoice(Base):
    """What a customer was asked to pay, as it was printed."""

    __tablename__ = "sales_invoice"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "number"),
        UniqueConstraint("company_id", "branch_id", "fiscal_year", "series_number"),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        CheckConstraint("kind IN ('shipment', 'charges', 'consolidated')", name="kind"),
        CheckConstraint("total_amount = net_amount + tax_amount + rounding_amount", name="total_amount"),
        Index("ix_sales_invoice_customer_id", "customer_id", "invoiced_on"),
        Index("ix_sales_invoice_invoiced_on", "company_id", "invoiced_on", "id"),
        Index("ix_sales_invoice_origin_id", "origin_id", postgresql_where=text("origin_id IS NOT NULL")),
        *number_indexes("sales_invoice"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    number: Mapped[Words]
    fiscal_year: Mapped[Count]
    series_number: Mapped[Count]
    kind: Mapped[Words]
    origin_id: Mapped[Id | None]  # the shipment or the fulfilment of charges; none on a consolidated invoice
    invoiced_on: Mapped[Day]
    due_on: Mapped[Day]  # the last instalment's
    currency: Mapped[Words]
    net_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    rounding_amount: Mapped[Amount] = mapped_column(server_default=text("0"))  # to the smallest coin
    total_amount: Mapped[Amount]
    payment_term_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("terms.payment_term.id"))
    payment_term_text: Mapped[Words]
    seller: Mapped[dict[str, Any]] = mapped_column(JSONB)
    bill_to: Mapped[dict[str, Any]] = mapped_column(JSONB)
    ship_to: Mapped[dict[str, Any]] = mapped_column(JSONB)
    order_numbers: Mapped[Words]
    customer_reference: Mapped[Words]
    salesperson_id: Mapped[Id | None]
    channel: Mapped[Words]
    source_event_id: Mapped[Id]
    actor: Mapped[Words]
    correlation_id: Mapped[Id]
    recorded_at: Mapped[Instant]
    xact_id: Mapped[TransactionId]


class SalesInvoiceLine(Base):
    """One shipped line or charge at its frozen price, with the tax it bears and the day it became taxable."""

    __tablename__ = "sales_invoice_line"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        ForeignKeyConstraint(
            ["company_id", "invoice_id"], ["finance.sales_invoice.company_id", "finance.sales_invoice.id"]
        ),
        CheckConstraint("kind IN ('item', 'charge')", name="kind"),
        Index("ix_sales_invoice_line_shipment_line_id", "shipment_line_id"),
        Index("ix_sales_invoice_line_shipment_id", "shipment_id"),
        Index("ix_sales_invoice_line_order_line_id", "order_line_id"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    invoice_id: Mapped[Id]
    position: Mapped[Count]
    kind: Mapped[Words]
    revenue_role: Mapped[Words]
    shipment_id: Mapped[Id | None]
    shipment_line_id: Mapped[Id | None]
    order_line_id: Mapped[Id]
    unbilled_line_id: Mapped[Id | None]
    item_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    family_id: Mapped[Id | None]
    warehouse_id: Mapped[Id | None]
    sku: Mapped[Words]
    description: Mapped[Words]
    unit: Mapped[Words]
    qty: Mapped[Quantity]
    net_unit_price: Mapped[UnitPrice]
    amount: Mapped[Amount]  # net of tax
    tax_code: Mapped[Words]
    tax_rate_percent: Mapped[Percent]
    tax_amount: Mapped[Amount]
    tax_parts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    tax_point_on: Mapped[Day]
    order_number: Mapped[Words]
    shipment_number: Mapped[Words]


class SalesInvoiceTax(Base):
    """One tax of an invoice at one rate: a line of its tax summary and of the tax return."""

    __tablename__ = "sales_invoice_tax"
    __table_args__ = (
        PrimaryKeyConstraint("invoice_id", "component_id", "code", "rate"),
        ForeignKeyConstraint(
            ["company_id", "invoice_id"], ["finance.sales_invoice.company_id", "finance.sales_invoice.id"]
        ),
        {"schema": "finance"},
    )

    invoice_id: Mapped[Id]
    company_id: Mapped[Id]
    component_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("terms.tax_component.id"))
    code: Mapped[Words]
    name: Mapped[Words]
    rate: Mapped[UnitPrice]  # per cent, or money a unit where the tax is one
    taxable_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]


class UnbilledLine(Base):
    """A shipped line or charge whose revenue is posted and whose invoice is still to come.

    The open amounts of a company's lines are the detail of its unbilled receivable account (net of tax; the tax is
    owed when the invoice is issued). ``open_tax_amount`` is what the line counts for in credit exposure on top.
    """

    __tablename__ = "unbilled_line"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        CheckConstraint("kind IN ('item', 'charge', 'restocking_fee')", name="kind"),
        CheckConstraint("billing_mode IN ('per_shipment', 'daily', 'weekly')", name="billing_mode"),
        CheckConstraint("open_qty BETWEEN 0 AND qty", name="open_qty"),
        CheckConstraint(
            "open_amount BETWEEN least(amount, 0) AND greatest(amount, 0)", name="open_amount"
        ),
        CheckConstraint(
            "open_tax_amount BETWEEN least(tax_amount, 0) AND greatest(tax_amount, 0)", name="open_tax_amount"
        ),
        Index(
            "ix_unbilled_line_open",
            "company_id",
            "customer_id",
            "tax_point_on",
            postgresql_where=text("is_open"),
        ),
        Index("ix_unbilled_line_shipment_line_id", "shipment_line_id"),
        Index("ix_unbilled_line_origin_id", "origin_id"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    kind: Mapped[Words]
    revenue_role: Mapped[Words]
    origin_id: Mapped[Id]  # the shipment, the fulfilment of charges or the return receipt it comes from
    shipment_id: Mapped[Id | None]
    shipment_line_id: Mapped[Id | None]
    shipment_number: Mapped[Words]
    order_line_id: Mapped[Id]
    order_number: Mapped[Words]
    item_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    family_id: Mapped[Id | None]
    warehouse_id: Mapped[Id | None]
    sku: Mapped[Words]
    description: Mapped[Words]
    unit: Mapped[Words]
    qty: Mapped[Quantity]
    net_unit_price: Mapped[UnitPrice]
    currency: Mapped[Words]
    amount: Mapped[Amount]  # net of tax
    tax_code: Mapped[Words]
    tax_rate_percent: Mapped[Percent]
    tax_amount: Mapped[Amount]
    tax_components: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    tax_point_on: Mapped[Day]
    billing_mode: Mapped[Words]
    payment_term_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("terms.payment_term.id"))
    bill_to: Mapped[dict[str, Any]] = mapped_column(JSONB)
    ship_to: Mapped[dict[str, Any]] = mapped_column(JSONB)
    customer_reference: Mapped[Words]
    salesperson_id: Mapped[Id | None]
    channel: Mapped[Words]
    open_qty: Mapped[Quantity]
    open_amount: Mapped[Amount]
    open_tax_amount: Mapped[Amount]
    is_open: Mapped[bool]


class UnbilledEntry(Base):
    """One change of an unbilled line. Append-only: what was unbilled on any day is the sum up to it."""

    __tablename__ = "unbilled_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "unbilled_line_id"],
            ["finance.unbilled_line.company_id", "finance.unbilled_line.id"],
        ),
        CheckConstraint("kind IN ('shipped', 'invoiced', 'returned', 'voided')", name="kind"),
        Index("ix_unbilled_entry_unbilled_line_id", "unbilled_line_id"),
        Index("ix_unbilled_entry_occurred_on", "company_id", "occurred_on"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    unbilled_line_id: Mapped[Id]
    kind: Mapped[Words]
    qty: Mapped[Quantity]
    amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    occurred_on: Mapped[Day]
    source_kind: Mapped[Words]
    source_id: Mapped[Id]
