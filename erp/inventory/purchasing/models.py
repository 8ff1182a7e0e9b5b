"""Purchase orders and their lines."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import (
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

from erp.inventory.columns import Amount, Code, Count, Day, Id, Instant, PrimaryId, Quantity, UnitCost
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes

Percent = Annotated[Decimal, mapped_column(Numeric(9, 4))]


class PurchaseOrder(Base):
    """What we ask one supplier to deliver to one warehouse."""

    __tablename__ = "purchase_order"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        ForeignKeyConstraint(["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]),
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(
            ["supplier_id", "company_id"],
            ["inventory.supplier_company.supplier_id", "inventory.supplier_company.company_id"],
        ),
        Index("ix_purchase_order_supplier_id", "supplier_id"),
        Index("ix_purchase_order_open", "warehouse_id", postgresql_where=text("status = 'submitted'")),
        CheckConstraint("status IN ('draft', 'submitted', 'closed', 'cancelled')", name="status"),
        *number_indexes("purchase_order"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    supplier_id: Mapped[Id]
    number: Mapped[Code]
    status: Mapped[Code] = mapped_column(server_default="draft")
    currency: Mapped[Code]
    payment_term_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("terms.payment_term.id"))
    ordered_on: Mapped[Day]
    expected_on: Mapped[Day | None]
    supplier_reference: Mapped[Code] = mapped_column(server_default="")
    note: Mapped[Code] = mapped_column(server_default="")
    total_amount: Mapped[Amount]
    version: Mapped[Count] = mapped_column(server_default="1")
    entered_by: Mapped[Code]
    entered_at: Mapped[Instant]
    submitted_at: Mapped[Instant | None]
    end_reason: Mapped[Code] = mapped_column(server_default="")


class PurchaseOrderLine(Base):
    """One item of a purchase order, in the supplier's unit and, exactly, in base units.

    What is still open is ``qty - qty_received - qty_cancelled``, never less than nothing.
    """

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        UniqueConstraint("purchase_order_id", "position"),
        ForeignKeyConstraint(
            ["company_id", "purchase_order_id"],
            ["inventory.purchase_order.company_id", "inventory.purchase_order.id"],
        ),
        Index("ix_purchase_order_line_item_id", "item_id"),
        CheckConstraint("qty > 0 AND entered_qty > 0", name="qty"),
        CheckConstraint("qty_received >= 0 AND qty_cancelled >= 0 AND qty_cancelled <= qty", name="progress"),
        CheckConstraint("numerator > 0 AND denominator > 0", name="factor"),
        CheckConstraint("entered_unit_cost >= 0 AND unit_cost >= 0 AND amount >= 0", name="cost"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    purchase_order_id: Mapped[Id]
    company_id: Mapped[Id]
    position: Mapped[Count]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    description: Mapped[Code]
    entered_qty: Mapped[Quantity]
    unit: Mapped[Code]
    numerator: Mapped[Count]
    denominator: Mapped[Count]
    qty: Mapped[Quantity]
    entered_unit_cost: Mapped[UnitCost]
    unit_cost: Mapped[UnitCost]
    amount: Mapped[Amount]
    over_receipt_percent: Mapped[Percent]
    under_receipt_percent: Mapped[Percent]
    qty_received: Mapped[Quantity] = mapped_column(server_default="0")
    qty_cancelled: Mapped[Quantity] = mapped_column(server_default="0")

    @property
    def qty_open(self) -> Decimal:
        """What the supplier still owes us, in base units."""
        return max(self.qty - self.qty_received - self.qty_cancelled, Decimal(0))
