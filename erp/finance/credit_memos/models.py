"""Tables of credit memos: final from the moment they are issued."""

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

REASONS = ("return", "void", "price_adjustment", "goodwill", "fee_deduction", "billing_error", "bad_debt")
LINE_KINDS = ("item", "charge", "restocking_fee", "adjustment")


class CreditMemo(Base):
    """What a customer was told we owe back. Amounts are positive in the customer's favour."""

    __tablename__ = "credit_memo"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "number"),
        UniqueConstraint("company_id", "branch_id", "fiscal_year", "series_number"),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        CheckConstraint(f"reason IN {REASONS}", name="reason"),
        CheckConstraint("total_amount = net_amount + tax_amount + rounding_amount", name="total_amount"),
        Index("ix_credit_memo_customer_id", "customer_id", "credited_on"),
        Index("ix_credit_memo_credited_on", "company_id", "credited_on", "id"),
        Index("ix_credit_memo_origin_id", "origin_id", postgresql_where=text("origin_id IS NOT NULL")),
        *number_indexes("credit_memo"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    number: Mapped[Words]
    fiscal_year: Mapped[Count]
    series_number: Mapped[Count]
    reason: Mapped[Words]
    explanation: Mapped[Words]
    origin_kind: Mapped[Words]  # return_receipt, shipment or nothing
    origin_id: Mapped[Id | None]
    origin_number: Mapped[Words]  # the RMA's or the shipment's, for the customer to recognise
    invoice_numbers: Mapped[Words]
    credited_on: Mapped[Day]
    currency: Mapped[Words]
    net_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    rounding_amount: Mapped[Amount] = mapped_column(server_default=text("0"))  # to the smallest coin
    total_amount: Mapped[Amount]
    seller: Mapped[dict[str, Any]] = mapped_column(JSONB)
    bill_to: Mapped[dict[str, Any]] = mapped_column(JSONB)
    customer_reference: Mapped[Words]
    salesperson_id: Mapped[Id | None]
    channel: Mapped[Words]
    source_event_id: Mapped[Id]
    actor: Mapped[Words]
    correlation_id: Mapped[Id]
    recorded_at: Mapped[Instant]
    xact_id: Mapped[TransactionId]


class CreditMemoLine(Base):
    """So much of an invoice line given back at the price and tax it was invoiced at; or a fee, or an allowance."""

    __tablename__ = "credit_memo_line"
    __table_args__ = (
        UniqueConstraint("credit_memo_id", "position"),
        ForeignKeyConstraint(
            ["company_id", "credit_memo_id"], ["finance.credit_memo.company_id", "finance.credit_memo.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "invoice_id"], ["finance.sales_invoice.company_id", "finance.sales_invoice.id"]
        ),
        CheckConstraint(f"kind IN {LINE_KINDS}", name="kind"),
        Index("ix_credit_memo_line_invoice_id", "invoice_id"),
        Index("ix_credit_memo_line_invoice_line_id", "invoice_line_id"),
        Index("ix_credit_memo_line_return_receipt_line_id", "return_receipt_line_id"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    credit_memo_id: Mapped[Id]
    position: Mapped[Count]
    kind: Mapped[Words]
    invoice_id: Mapped[Id | None]
    invoice_line_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("finance.sales_invoice_line.id"))
    return_receipt_line_id: Mapped[Id | None]
    item_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    family_id: Mapped[Id | None]
    warehouse_id: Mapped[Id | None]
    account_role: Mapped[Words]
    sku: Mapped[Words]
    description: Mapped[Words]
    unit: Mapped[Words]
    qty: Mapped[Quantity]
    net_unit_price: Mapped[UnitPrice]
    amount: Mapped[Amount]
    tax_code: Mapped[Words]
    tax_rate_percent: Mapped[Percent]
    tax_amount: Mapped[Amount]
    tax_parts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class CreditMemoTax(Base):
    """One tax given back at one rate."""

    __tablename__ = "credit_memo_tax"
    __table_args__ = (
        PrimaryKeyConstraint("credit_memo_id", "component_id", "code", "rate"),
        ForeignKeyConstraint(
            ["company_id", "credit_memo_id"], ["finance.credit_memo.company_id", "finance.credit_memo.id"]
        ),
        {"schema": "finance"},
    )

    credit_memo_id: Mapped[Id]
    company_id: Mapped[Id]
    component_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("terms.tax_component.id"))
    code: Mapped[Words]
    name: Mapped[Words]
    rate: Mapped[UnitPrice]
    taxable_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
