"""The table of substitutes; like items themselves they are shared by the companies."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Code, Count
from erp.kernel.db import Base


class ItemSubstitute(Base):
    """That ``substitute_id`` may be offered instead of ``item_id``; the lower the position, the sooner."""

    __tablename__ = "item_substitute"
    __table_args__ = (
        CheckConstraint("item_id <> substitute_id", name="another_item"),
        CheckConstraint("position > 0", name="position"),
        Index("ix_item_substitute_substitute_id", "substitute_id"),
        {"schema": "inventory"},
    )

    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"), primary_key=True)
    substitute_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"), primary_key=True)
    position: Mapped[Count]
    note: Mapped[Code] = mapped_column(server_default=text("''"))
