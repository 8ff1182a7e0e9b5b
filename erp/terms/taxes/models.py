"""Tables of tax codes, their rates, and the rules that choose among them."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import column

from erp.kernel.db import Base
from erp.terms.taxes.arithmetic import COMPONENT_KINDS

PrimaryId = Annotated[UUID, mapped_column(Uuid, primary_key=True)]
Id = Annotated[UUID, mapped_column(Uuid)]
Words = Annotated[str, mapped_column(Text)]
Day = Annotated[date, mapped_column(Date)]
Flag = Annotated[bool, mapped_column(Boolean, server_default=text("false"))]
TAX_CODE_STATUSES = ("active", "retired")


class TaxCode(Base):
    """What is levied on a sale or purchase: no tax, one, or several together."""

    __tablename__ = "tax_code"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint(f"status IN {TAX_CODE_STATUSES}", name="status"),
        UniqueConstraint("company_id", "code"),
        UniqueConstraint("company_id", "id"),
        {"schema": "terms"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    code: Mapped[Words]
    name: Mapped[Words]
    status: Mapped[Words] = mapped_column(server_default="active")


class TaxComponent(Base):
    """One tax in a code, in the order in which taxes stand upon one another."""

    __tablename__ = "tax_component"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "tax_code_id"], ["terms.tax_code.company_id", "terms.tax_code.id"]),
        CheckConstraint(f"kind IN {COMPONENT_KINDS}", name="kind"),
        UniqueConstraint("tax_code_id", "position"),
        {"schema": "terms"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    tax_code_id: Mapped[Id]
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[Words]
    kind: Mapped[Words]
    included: Mapped[Flag]
    affects_later: Mapped[Flag]
    ignores_earlier: Mapped[Flag]


class TaxRate(Base):
    """The rate of a tax for some time: a percentage, or an amount for each unit."""

    __tablename__ = "tax_rate"
    __table_args__ = (
        CheckConstraint("rate >= 0", name="rate"),
        CheckConstraint("valid_to >= valid_from", name="days_in_order"),
        ExcludeConstraint(
            (column("tax_component_id"), "="),
            (func.daterange(column("valid_from"), column("valid_to"), "[]"), "&&"),
            name="ex_tax_rate_days",
            using="gist",
        ),
        {"schema": "terms"},
    )

    id: Mapped[PrimaryId]
    tax_component_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("terms.tax_component.id"))
    valid_from: Mapped[Day]
    valid_to: Mapped[Day | None]
    rate: Mapped[Decimal] = mapped_column(Numeric(18, 6))


class TaxRule(Base):
    """Which code applies where and to what; an empty field stands for any."""

    __tablename__ = "tax_rule"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "tax_code_id"], ["terms.tax_code.company_id", "terms.tax_code.id"]),
        CheckConstraint("ship_to_country <> '' OR ship_to_region = ''", name="region_of_country"),
        CheckConstraint("ship_to_country <> '' OR postal_prefix = ''", name="postal_prefix_of_country"),
        CheckConstraint("valid_to >= valid_from", name="days_in_order"),
        ExcludeConstraint(
            (column("company_id"), "="),
            (column("ship_to_country"), "="),
            (column("ship_to_region"), "="),
            (column("postal_prefix"), "="),
            (column("item_tax_class"), "="),
            (column("customer_tax_status"), "="),
            (func.daterange(column("valid_from"), column("valid_to"), "[]"), "&&"),
            name="ex_tax_rule_days",
            using="gist",
        ),
        {"schema": "terms"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    tax_code_id: Mapped[Id]
    ship_to_country: Mapped[Words] = mapped_column(server_default="")
    ship_to_region: Mapped[Words] = mapped_column(server_default="")
    postal_prefix: Mapped[Words] = mapped_column(server_default="")
    item_tax_class: Mapped[Words] = mapped_column(server_default="")
    customer_tax_status: Mapped[Words] = mapped_column(server_default="")
    valid_from: Mapped[Day]
    valid_to: Mapped[Day | None]
