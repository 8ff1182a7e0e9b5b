"""Tables of stock counts."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Code, Count, Day, Id, Instant, PrimaryId, Quantity
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes


class StockCount(Base):
    """A sheet of stock keys to be counted in one warehouse: open, then posted or cancelled."""

    __tablename__ = "stock_count"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "adjustment_id"],
            ["inventory.stock_adjustment.company_id", "inventory.stock_adjustment.id"],
        ),
        CheckConstraint("status IN ('open', 'posted', 'cancelled')", name="status"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        *number_indexes("stock_count"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    number: Mapped[Code]
    branch_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    status: Mapped[Code] = mapped_column(server_default="open")
    note: Mapped[Code] = mapped_column(server_default="")
    opened_at: Mapped[Instant]
    opened_by: Mapped[Code]
    posted_on: Mapped[Day | None]
    posted_by: Mapped[Code | None]
    adjustment_id: Mapped[Id | None]


class StockCountLine(Base):
    """One stock key on a sheet. ``qty_book`` is the balance at the moment the counted quantity speaks of.

    ``book_position`` is the last movement of the key that the book quantity contains.
    """

    __tablename__ = "stock_count_line"
    __table_args__ = (
        CheckConstraint("qty_counted IS NULL OR qty_counted >= 0", name="counted"),
        CheckConstraint("(qty_counted IS NULL) = (qty_book IS NULL)", name="counted_against_book"),
        UniqueConstraint("count_id", "position"),
        Index(
            "uq_stock_count_line_key",
            "count_id",
            "bin_id",
            "item_id",
            "lot_id",
            "status",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    count_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.stock_count.id"))
    position: Mapped[Count]
    bin_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.bin.id"))
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    lot_id: Mapped[Id | None]
    status: Mapped[Code]
    qty_counted: Mapped[Quantity | None]
    qty_book: Mapped[Quantity | None]
    book_position: Mapped[Id | None]
    counted_at: Mapped[Instant | None]
    counted_by: Mapped[Code | None]
