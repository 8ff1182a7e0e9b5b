"""Tables of the customer master. A customer is shared by the companies; the terms of trade are each company's own."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.crm.columns import Count, Flag, Id, Instant, OptionalWords, PrimaryId, Words
from erp.kernel.db import Base

CUSTOMER_STATUSES = ("active", "inactive")
TAX_STATUSES = ("taxable", "exempt")
BILLING_MODES = ("per_shipment", "daily", "weekly")
CHARGE_BILLINGS = ("first_shipment", "by_value")


class Customer(Base):
    """A buyer with the address its invoices go to. ``root_id`` is the top of its account tree, itself at the top."""

    __tablename__ = "customer"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("btrim(name) <> ''", name="name_given"),
        CheckConstraint("status IN ('active', 'inactive')", name="status"),
        CheckConstraint("parent_id IS NOT NULL OR root_id = id", name="root_of_a_tree"),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        UniqueConstraint("code"),
        Index("ix_customer_root_id", "root_id"),
        Index("ix_customer_parent_id", "parent_id"),
        Index(
            "ix_customer_search",
            "code",
            "name",
            postgresql_using="gin",
            postgresql_ops={"code": "gin_trgm_ops", "name": "gin_trgm_ops"},
        ),
        Index("ix_customer_code_start", "code", postgresql_ops={"code": "text_pattern_ops"}),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    code: Mapped[Words]
    name: Mapped[Words]
    parent_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    root_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    is_cash_sale: Mapped[Flag] = mapped_column(server_default=text("false"))
    tax_number: Mapped[OptionalWords]
    street: Mapped[OptionalWords]
    postal_code: Mapped[OptionalWords]
    city: Mapped[OptionalWords]
    region: Mapped[OptionalWords]
    country: Mapped[OptionalWords]
    phone: Mapped[OptionalWords]
    invoice_email: Mapped[OptionalWords]
    note: Mapped[OptionalWords]
    language: Mapped[OptionalWords]  # of the papers; empty is the company's
    status: Mapped[Words] = mapped_column(server_default="active")
    version: Mapped[Count] = mapped_column(server_default=text("1"))
    created_at: Mapped[Instant]


class CustomerCompany(Base):
    """How one company sells to a customer: payment term, tax status, prices, salesperson and billing rhythm."""

    __tablename__ = "customer_company"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "price_list_id"], ["crm.price_list.company_id", "crm.price_list.id"]),
        CheckConstraint("tax_status IN ('taxable', 'exempt')", name="tax_status"),
        CheckConstraint(
            "tax_status <> 'exempt' OR exemption_certificate <> ''", name="exemption_has_its_certificate"
        ),
        CheckConstraint("billing_mode IN ('per_shipment', 'daily', 'weekly')", name="billing_mode"),
        CheckConstraint("charge_billing IN ('first_shipment', 'by_value')", name="charge_billing"),
        CheckConstraint("status IN ('active', 'blocked')", name="status"),
        CheckConstraint("length(currency) = 3", name="currency"),
        CheckConstraint("min_shelf_life_days >= 0", name="min_shelf_life_days"),
        Index("ix_customer_company_company_id", "company_id"),
        {"schema": "crm"},
    )

    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"), primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    currency: Mapped[Words]
    payment_term_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("terms.payment_term.id"))
    price_list_id: Mapped[UUID | None] = mapped_column(Uuid)
    salesperson_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("identity.user_account.id"))
    tax_status: Mapped[Words] = mapped_column(server_default="taxable")
    exemption_certificate: Mapped[OptionalWords]
    exemption_expires_on: Mapped[date | None]
    billing_mode: Mapped[Words] = mapped_column(server_default="per_shipment")
    charge_billing: Mapped[Words] = mapped_column(server_default="first_shipment")
    min_shelf_life_days: Mapped[Count | None]  # what must be left of expiring goods; None: as the company says
    status: Mapped[Words] = mapped_column(server_default="active")
    version: Mapped[Count] = mapped_column(server_default=text("1"))


class ShipTo(Base):
    """An address a customer receives goods at; its country, region and postal code decide the tax."""

    __tablename__ = "ship_to"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("status IN ('active', 'inactive')", name="status"),
        UniqueConstraint("customer_id", "code"),
        UniqueConstraint("customer_id", "id"),
        Index(
            "uq_ship_to_default", "customer_id", unique=True, postgresql_where=text("is_default AND status = 'active'")
        ),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    code: Mapped[Words]
    name: Mapped[Words]
    street: Mapped[OptionalWords]
    postal_code: Mapped[OptionalWords]
    city: Mapped[OptionalWords]
    region: Mapped[OptionalWords]
    country: Mapped[OptionalWords]
    instructions: Mapped[OptionalWords]
    carrier_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.carrier.id"))  # who usually brings it
    is_default: Mapped[Flag] = mapped_column(server_default=text("false"))
    status: Mapped[Words] = mapped_column(server_default="active")
    version: Mapped[Count] = mapped_column(server_default=text("1"))


class Contact(Base):
    """A person at the customer."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("btrim(name) <> ''", name="name_given"),
        CheckConstraint("status IN ('active', 'inactive')", name="status"),
        Index("ix_contact_customer_id", "customer_id"),
        Index(
            "ix_contact_search",
            "name",
            "email",
            postgresql_using="gin",
            postgresql_ops={"name": "gin_trgm_ops", "email": "gin_trgm_ops"},
        ),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    customer_id: Mapped[Id] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    name: Mapped[Words]
    role: Mapped[OptionalWords]
    email: Mapped[OptionalWords]
    phone: Mapped[OptionalWords]
    receives_invoices: Mapped[Flag] = mapped_column(server_default=text("false"))
    status: Mapped[Words] = mapped_column(server_default="active")
    version: Mapped[Count] = mapped_column(server_default=text("1"))
