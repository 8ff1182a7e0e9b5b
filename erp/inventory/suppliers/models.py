"""Suppliers, the terms agreed with them, and what they sell."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Code, Count, PrimaryId, Quantity, UnitCost
from erp.kernel.db import Base

Percent = Annotated[Decimal, mapped_column(Numeric(9, 4))]


class Supplier(Base):
    """A firm or person we buy from; one record for all our companies."""

    __tablename__ = "supplier"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'blocked')", name="status"),
        CheckConstraint("btrim(code) <> '' AND btrim(name) <> ''", name="named"),
        Index(
            "ix_supplier_search",
            "code",
            "name",
            postgresql_using="gin",
            postgresql_ops={"code": "gin_trgm_ops", "name": "gin_trgm_ops"},
        ),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Code]
    tax_number: Mapped[Code] = mapped_column(server_default="")
    email: Mapped[Code] = mapped_column(server_default="")
    phone: Mapped[Code] = mapped_column(server_default="")
    address_line: Mapped[Code] = mapped_column(server_default="")
    city: Mapped[Code] = mapped_column(server_default="")
    region: Mapped[Code] = mapped_column(server_default="")
    postal_code: Mapped[Code] = mapped_column(server_default="")
    country_code: Mapped[Code] = mapped_column(server_default="")
    language: Mapped[Code] = mapped_column(server_default="")  # of the papers; empty is the company's
    status: Mapped[Code] = mapped_column(server_default="active")
    version: Mapped[Count] = mapped_column(server_default="1")


class SupplierCompany(Base):
    """What one of our companies has agreed with a supplier: currency, terms, tolerances.

    A tolerance left empty is the company's own setting.
    """

    __tablename__ = "supplier_company"
    __table_args__ = (
        CheckConstraint("over_receipt_percent BETWEEN 0 AND 100", name="over_receipt_percent"),
        CheckConstraint("under_receipt_percent BETWEEN 0 AND 100", name="under_receipt_percent"),
        CheckConstraint("lead_time_days >= 0", name="lead_time_days"),
        {"schema": "inventory"},
    )

    supplier_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.supplier.id"), primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    currency: Mapped[Code]
    payment_term_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("terms.payment_term.id"))
    lead_time_days: Mapped[Count] = mapped_column(server_default="0")
    over_receipt_percent: Mapped[Percent | None]
    under_receipt_percent: Mapped[Percent | None]


class ItemSupplier(Base):
    """That a supplier sells an item: under which code, in which unit, at which cost."""

    __tablename__ = "item_supplier"
    __table_args__ = (
        UniqueConstraint("supplier_id", "item_id"),
        Index("ix_item_supplier_item_id", "item_id"),
        Index("uq_item_supplier_preferred", "item_id", unique=True, postgresql_where=text("is_preferred")),
        CheckConstraint("unit_cost >= 0", name="unit_cost"),
        CheckConstraint("qty_minimum >= 0", name="qty_minimum"),
        CheckConstraint("lead_time_days >= 0", name="lead_time_days"),
        Index(
            "ix_item_supplier_search",
            "supplier_sku",
            postgresql_using="gin",
            postgresql_ops={"supplier_sku": "gin_trgm_ops"},
        ),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    supplier_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.supplier.id"))
    supplier_sku: Mapped[Code] = mapped_column(server_default="")
    unit: Mapped[Code]
    unit_cost: Mapped[UnitCost]
    currency: Mapped[Code]
    qty_minimum: Mapped[Quantity] = mapped_column(server_default="0")
    lead_time_days: Mapped[Count | None]
    is_preferred: Mapped[bool] = mapped_column(server_default="false")
