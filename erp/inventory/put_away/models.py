"""Where goods belong: so much of an item fits into a bin, and which bin is filled first."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Count, Id, PrimaryId, Quantity
from erp.kernel.db import Base


class PutAwayRule(Base):
    """A bin that takes an item, up to ``qty_capacity`` base units; the lower the priority, the earlier it is filled."""

    __tablename__ = "put_away_rule"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(["warehouse_id", "bin_id"], ["inventory.bin.warehouse_id", "inventory.bin.id"]),
        UniqueConstraint("item_id", "bin_id"),
        CheckConstraint("priority > 0", name="priority"),
        CheckConstraint("qty_capacity > 0", name="qty_capacity"),
        Index("ix_put_away_rule_warehouse_id", "warehouse_id"),
        Index("ix_put_away_rule_bin_id", "bin_id"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    bin_id: Mapped[Id]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    priority: Mapped[Count]
    qty_capacity: Mapped[Quantity]
