"""The table of customers' own item numbers."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.crm.columns import OptionalWords, PrimaryId, Words
from erp.kernel.db import Base


class CustomerItem(Base):
    """That a customer calls one of our items by a number, and perhaps by words, of its own.

    A number means one item to a customer; an item may have several numbers, as when a catalogue changes.
    """

    __tablename__ = "customer_item"
    __table_args__ = (
        CheckConstraint("customer_sku = upper(btrim(customer_sku)) AND customer_sku <> ''", name="customer_sku_upper"),
        UniqueConstraint("customer_id", "customer_sku"),
        Index("ix_customer_item_item_id", "item_id"),
        Index(
            "ix_customer_item_search",
            "customer_sku",
            postgresql_using="gin",
            postgresql_ops={"customer_sku": "gin_trgm_ops"},
        ),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    customer_sku: Mapped[Words]
    description: Mapped[OptionalWords]
