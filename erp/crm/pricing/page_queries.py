"""Reads of the price pages: lists, their lines, agreements and limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from erp.crm.customers.models import Customer
from erp.crm.pricing.models import CustomerAgreement, CustomerAgreementLine, PriceList, PriceListLine
from erp.kernel.db import Base
from erp.kernel.errors import NotFound


def price_lists_statement(company_id: UUID) -> Any:
    """The price lists of a company with what each rests on and how many prices it holds."""
    below = aliased(PriceList)
    count = (
        select(func.count())
        .select_from(PriceListLine)
        .where(PriceListLine.price_list_id == PriceList.id)
        .correlate(PriceList)
        .scalar_subquery()
    )
    return (
        select(
            PriceList.id,
            PriceList.code,
            PriceList.name,
            PriceList.currency,
            below.code.label("based_on"),
            count.label("prices"),
            PriceList.is_default,
            PriceList.status,
        )
        .outerjoin(below, below.id == PriceList.based_on_id)
        .where(PriceList.company_id == company_id)
    )


def price_list(session: Session, price_list_id: UUID) -> PriceList:
    """One price list. Raises: NotFound."""
    found = session.get(PriceList, price_list_id)
    if found is None:
        raise NotFound("There is no such price list.")
    return found


def prices_statement(price_list_id: UUID, *, q: str = "", on: date | None = None) -> Any:
    """The lines of a list: of items by number, then of families, then of everything."""
    item: Any = Base.metadata.tables["inventory.item"]
    family: Any = Base.metadata.tables["inventory.item_family"]
    line = PriceListLine
    subject = func.coalesce(item.c.sku, family.c.code, "~everything")
    statement: Any = (
        select(
            line.id,
            subject.label("subject"),
            func.coalesce(item.c.description, family.c.name, "Everything in the list below").label("description"),
            func.coalesce(line.unit, "").label("unit"),
            line.min_qty,
            line.unit_price,
            line.discount_percent,
            line.valid_from,
            line.valid_to,
        )
        .outerjoin(item, item.c.id == line.item_id)
        .outerjoin(family, family.c.id == line.family_id)
        .where(line.price_list_id == price_list_id)
    )
    if q:
        statement = statement.where(
            or_(subject.contains(q.upper(), autoescape=True), item.c.description.icontains(q, autoescape=True))
        )
    if on:
        statement = statement.where(line.valid_from <= on, or_(line.valid_to.is_(None), line.valid_to >= on))
    return statement


def agreements_statement(company_id: UUID, customer_id: UUID | None = None) -> Any:
    """Agreements of a company with the days they cover."""
    line = CustomerAgreementLine
    statement: Any = (
        select(
            CustomerAgreement.id,
            CustomerAgreement.name,
            Customer.code.label("customer_code"),
            Customer.name.label("customer_name"),
            CustomerAgreement.customer_reference,
            func.count(line.id).label("prices"),
            func.min(line.valid_from).label("valid_from"),
            func.max(func.coalesce(line.valid_to, text("'infinity'::date"))).label("last_day"),
        )
        .join(Customer, Customer.id == CustomerAgreement.customer_id)
        .outerjoin(line, line.agreement_id == CustomerAgreement.id)
        .where(CustomerAgreement.company_id == company_id)
        .group_by(CustomerAgreement.id, Customer.code, Customer.name)
    )
    if customer_id:
        statement = statement.where(CustomerAgreement.customer_id == customer_id)
    return statement


@dataclass(frozen=True)
class AgreementPage:
    """An agreement with its customer and prices."""

    agreement: CustomerAgreement
    customer: Customer
    lines: Sequence[Row[Any]]


def agreement_page(session: Session, agreement_id: UUID) -> AgreementPage:
    """Everything the agreement's page shows. Raises: NotFound."""
    agreement = session.get(CustomerAgreement, agreement_id)
    if agreement is None:
        raise NotFound("There is no such agreement.")
    customer = session.get_one(Customer, agreement.customer_id)
    item: Any = Base.metadata.tables["inventory.item"]
    family: Any = Base.metadata.tables["inventory.item_family"]
    line = CustomerAgreementLine
    lines = session.execute(
        select(
            func.coalesce(item.c.sku, family.c.code, "Everything").label("subject"),
            func.coalesce(item.c.description, family.c.name, "").label("description"),
            line.unit,
            line.min_qty,
            line.unit_price,
            line.discount_percent,
            line.valid_from,
            line.valid_to,
        )
        .outerjoin(item, item.c.id == line.item_id)
        .outerjoin(family, family.c.id == line.family_id)
        .where(line.agreement_id == agreement_id)
        .order_by(item.c.sku, family.c.code, line.min_qty, line.valid_from)
    ).all()
    return AgreementPage(agreement, customer, lines)


def discount_limits(session: Session, company_id: UUID) -> dict[str, Decimal]:
    """The company's limits by role."""
    rows = session.execute(
        text("SELECT role, max_percent FROM crm.discount_limit WHERE company_id = :company"), {"company": company_id}
    )
    return {row.role: row.max_percent for row in rows}


def families_by_code(session: Session, codes: Sequence[str]) -> dict[str, UUID]:
    """Item families by code; unknown codes are left out."""
    family: Any = Base.metadata.tables["inventory.item_family"]
    wanted = {code.strip().upper() for code in codes if code.strip()}
    rows = session.execute(select(family.c.code, family.c.id).where(family.c.code.in_(wanted)))
    return {row.code: row.id for row in rows}
