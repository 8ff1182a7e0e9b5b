"""Landed costs: final records of a late charge and what each receipt line bore of it."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Amount, Code, Count, Day, Id, Instant, PrimaryId
from erp.inventory.valuation.landed_cost import SPLITS
from erp.kernel.db import Base


class LandedCost(Base):
    """One charge; a charge that takes another back names it in ``reverses_id``."""

    __tablename__ = "landed_cost"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        UniqueConstraint("reverses_id"),
        ForeignKeyConstraint(
            ["company_id", "reverses_id"], ["inventory.landed_cost.company_id", "inventory.landed_cost.id"]
        ),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("btrim(description) <> ''", name="description_given"),
        CheckConstraint(f"split IN {SPLITS}", name="split"),
        Index("ix_landed_cost_occurred_on", "company_id", "occurred_on"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    number: Mapped[Code]
    description: Mapped[Code]
    split: Mapped[Code]
    amount: Mapped[Amount]
    occurred_on: Mapped[Day]
    reverses_id: Mapped[Id | None]
    recorded_by: Mapped[Code]
    recorded_at: Mapped[Instant]
    xact_id: Mapped[int] = mapped_column(BigInteger, server_default=text("(pg_current_xact_id()::text)::bigint"))


class LandedCostLine(Base):
    """The share of one goods receipt line, and where its goods stood: on hand, sold, or gone otherwise."""

    __tablename__ = "landed_cost_line"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "landed_cost_id"], ["inventory.landed_cost.company_id", "inventory.landed_cost.id"]
        ),
        UniqueConstraint("landed_cost_id", "position"),
        UniqueConstraint("landed_cost_id", "goods_receipt_line_id"),
        Index("ix_landed_cost_line_goods_receipt_line_id", "goods_receipt_line_id"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    landed_cost_id: Mapped[Id]
    position: Mapped[Count]
    goods_receipt_line_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.goods_receipt_line.id"))
    amount: Mapped[Amount]
