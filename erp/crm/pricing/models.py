"""Tables of price lists, customer agreements and the discounts each role may give.

A line names an item, or a family, or neither (everything in the list). It holds from ``min_qty`` of its unit on,
between two days; two lines that would both hold are refused by an exclusion constraint.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnClause,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy import column as col
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from erp.crm.columns import Count, Day, Flag, Instant, OptionalWords, Percent, PrimaryId, Quantity, Words
from erp.kernel.db import Base

LIST_STATUSES = ("active", "retired")


class PriceList(Base):
    """The prices a company asks. A list may rest on another: what it does not price itself it takes from there."""

    __tablename__ = "price_list"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "based_on_id"], ["crm.price_list.company_id", "crm.price_list.id"]),
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("status IN ('active', 'retired')", name="status"),
        CheckConstraint("length(currency) = 3", name="currency"),
        CheckConstraint("based_on_id <> id", name="not_based_on_itself"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "code"),
        Index(
            "uq_price_list_default",
            "company_id",
            unique=True,
            postgresql_where=text("is_default AND status = 'active'"),
        ),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    code: Mapped[Words]
    name: Mapped[Words]
    currency: Mapped[Words]
    based_on_id: Mapped[UUID | None] = mapped_column(Uuid)
    is_default: Mapped[Flag] = mapped_column(server_default=text("false"))
    status: Mapped[Words] = mapped_column(server_default="active")
    version: Mapped[Count] = mapped_column(server_default=text("1"))


_LINE_CHECKS = {
    "item_or_family": "item_id IS NULL OR family_id IS NULL",
    "price_or_percent": "(unit_price IS NULL) <> (discount_percent IS NULL)",
    "price_is_of_an_item": "unit_price IS NULL OR (item_id IS NOT NULL AND unit IS NOT NULL)",
    "percent_has_no_unit": "discount_percent IS NULL OR unit IS NULL",
    "unit_price": "unit_price >= 0",
    "discount_percent": "discount_percent BETWEEN -900 AND 100",
    "min_qty": "min_qty >= 0",
    "days_in_order": "valid_to IS NULL OR valid_to >= valid_from",
}


def _one_price(owner: tuple[str, ...], table: str) -> tuple[ExcludeConstraint, ...]:
    """No two lines of an owner may hold on the same day: for an item, for a family, for everything."""
    days = (text("daterange(valid_from, valid_to, '[]')"), "&&")
    same: list[tuple[ColumnClause[Any], str]] = [(col(name), "=") for name in (*owner, "min_qty")]
    unit = (text("coalesce(unit, '')"), "=")
    return (
        ExcludeConstraint(
            *same, (col("item_id"), "="), unit, days,
            using="gist", where=text("item_id IS NOT NULL"), name=f"ex_{table}_item",
        ),
        ExcludeConstraint(
            *same, (col("family_id"), "="), days,
            using="gist", where=text("family_id IS NOT NULL"), name=f"ex_{table}_family",
        ),
        ExcludeConstraint(
            *same, days,
            using="gist", where=text("item_id IS NULL AND family_id IS NULL"), name=f"ex_{table}_everything",
        ),
    )  # fmt: skip


class PriceListLine(Base):
    """A price per ``unit`` of an item, or a per cent off the list below for an item, a family or everything.

    A per cent below zero comes on top of the list below: a margin.
    """

    __tablename__ = "price_list_line"
    __table_args__ = (
        *(CheckConstraint(rule, name=name) for name, rule in _LINE_CHECKS.items()),
        *_one_price(("price_list_id",), "price_list_line"),
        Index("ix_price_list_line_item", "price_list_id", "item_id"),
        Index("ix_price_list_line_item_id", "item_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    price_list_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.price_list.id"))
    item_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    family_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item_family.id"))
    unit: Mapped[str | None] = mapped_column(Text, ForeignKey("inventory.unit_of_measure.code"))
    min_qty: Mapped[Quantity] = mapped_column(server_default=text("0"))
    unit_price: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    discount_percent: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    valid_from: Mapped[Day]
    valid_to: Mapped[date | None]


class CustomerAgreement(Base):
    """Prices promised to one customer (and to the accounts under it) by one company."""

    __tablename__ = "customer_agreement"
    __table_args__ = (
        CheckConstraint("btrim(name) <> ''", name="name_given"),
        CheckConstraint("length(currency) = 3", name="currency"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("id", "company_id", "customer_id"),
        Index("ix_customer_agreement_customer_id", "customer_id", "company_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    name: Mapped[Words]
    currency: Mapped[Words]
    customer_reference: Mapped[OptionalWords]
    note: Mapped[OptionalWords]
    created_at: Mapped[Instant]


class CustomerAgreementLine(Base):
    """An agreed price per ``unit`` of an item, or an agreed per cent off the list price.

    ``company_id`` and ``customer_id`` repeat the header (the foreign key proves it), so that two agreements of the
    same customer cannot promise two prices for the same day.
    """

    __tablename__ = "customer_agreement_line"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agreement_id", "company_id", "customer_id"],
            [
                "crm.customer_agreement.id",
                "crm.customer_agreement.company_id",
                "crm.customer_agreement.customer_id",
            ],
        ),
        *(CheckConstraint(rule, name=name) for name, rule in _LINE_CHECKS.items()),
        *_one_price(("customer_id", "company_id"), "customer_agreement_line"),
        Index("ix_customer_agreement_line_agreement_id", "agreement_id"),
        Index("ix_customer_agreement_line_customer", "customer_id", "company_id", "item_id"),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    agreement_id: Mapped[UUID] = mapped_column(Uuid)
    company_id: Mapped[UUID] = mapped_column(Uuid)
    customer_id: Mapped[UUID] = mapped_column(Uuid)
    item_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    family_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item_family.id"))
    unit: Mapped[str | None] = mapped_column(Text, ForeignKey("inventory.unit_of_measure.code"))
    min_qty: Mapped[Quantity] = mapped_column(server_default=text("0"))
    unit_price: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    discount_percent: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    valid_from: Mapped[Day]
    valid_to: Mapped[date | None]


class DiscountLimit(Base):
    """How far below the calculated price a role may go; a role without a row may not go below it at all."""

    __tablename__ = "discount_limit"
    __table_args__ = (
        CheckConstraint("max_percent BETWEEN 0 AND 100", name="max_percent"),
        {"schema": "crm"},
    )

    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Text, primary_key=True)
    max_percent: Mapped[Percent]
