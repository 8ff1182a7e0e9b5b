"""Tables of quotes. A revision is a new row under the same number; the newest one counts."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
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

QUOTE_DECISIONS = ("draft", "sent", "accepted", "lost", "superseded")


class Quote(Base):
    """An offer to a customer. After ``valid_until`` its prices no longer bind; that it expired follows from the day."""

    __tablename__ = "quote"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(["customer_id", "ship_to_id"], ["crm.ship_to.customer_id", "crm.ship_to.id"]),
        CheckConstraint(
            "decision IN ('draft', 'sent', 'accepted', 'lost', 'superseded')", name="decision"
        ),
        CheckConstraint("length(currency) = 3", name="currency"),
        CheckConstraint("valid_until >= quoted_on", name="days_in_order"),
        CheckConstraint("revision > 0", name="revision"),
        CheckConstraint("decision <> 'lost' OR lost_reason <> ''", name="lost_has_its_reason"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number", "revision"),
        Index("ix_quote_customer_id", "customer_id"),
        Index("ix_quote_listed", "company_id", "quoted_on", "id"),
        *number_indexes("quote"),
        Index(
            "ix_quote_customer_reference_start",
            text("upper(customer_reference) text_pattern_ops"),
            postgresql_where=text("customer_reference <> ''"),
        ),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    number: Mapped[Words]
    revision: Mapped[Count] = mapped_column(server_default=text("1"))
    branch_id: Mapped[UUID] = mapped_column(Uuid)
    warehouse_id: Mapped[UUID] = mapped_column(Uuid)
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    ship_to_id: Mapped[UUID | None] = mapped_column(Uuid)
    contact_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("crm.contact.id"))
    quoted_on: Mapped[Day]
    valid_until: Mapped[Day]
    requested_on: Mapped[date | None]
    currency: Mapped[Words]
    payment_term_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("terms.payment_term.id"))
    salesperson_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("identity.user_account.id"))
    customer_reference: Mapped[OptionalWords]
    note: Mapped[OptionalWords]
    decision: Mapped[Words] = mapped_column(server_default="draft")
    lost_reason: Mapped[OptionalWords]
    net_amount: Mapped[Amount] = mapped_column(server_default=text("0"))
    tax_amount: Mapped[Amount] = mapped_column(server_default=text("0"))
    total_amount: Mapped[Amount] = mapped_column(server_default=text("0"))
    version: Mapped[Count] = mapped_column(server_default=text("1"))
    entered_by: Mapped[Words]
    entered_at: Mapped[Instant]


class QuoteLine(Base):
    """One item or charge offered, priced by the same function as an order line."""

    __tablename__ = "quote_line"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "quote_id"], ["crm.quote.company_id", "crm.quote.id"]),
        CheckConstraint("kind IN ('item', 'charge')", name="kind"),
        CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="item_named"),
        CheckConstraint("(kind = 'charge') = (charge_kind IS NOT NULL)", name="charge_named"),
        CheckConstraint("entered_qty > 0 AND qty > 0", name="qty_positive"),
        CheckConstraint("discount_percent BETWEEN 0 AND 100", name="discount_percent"),
        UniqueConstraint("quote_id", "position"),
        Index("ix_quote_line_item_id", "item_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid)
    quote_id: Mapped[UUID] = mapped_column(Uuid)
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
    discount_percent: Mapped[Percent] = mapped_column(server_default=text("0"))
    entered_unit_price: Mapped[UnitPrice]
    net_unit_price: Mapped[UnitPrice]
    amount: Mapped[Amount]
    tax_class: Mapped[Words]
    net_amount: Mapped[Amount]
    tax_amount: Mapped[Amount] = mapped_column(server_default=text("0"))
    price_is_fixed: Mapped[Flag] = mapped_column(server_default=text("false"))
    price_waterfall: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    override_reason: Mapped[OptionalWords]
