"""A company to measure on: items in stock, customers with credit, nobody else at work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from erp.crm.api import (
    PriceRow,
    TradeTerms,
    agree_terms,
    create_customer,
    create_price_list,
    set_credit_limit,
    set_prices,
)
from erp.finance.api import install_chart
from erp.inventory.api import (
    AdjustmentLine,
    CompanyTerms,
    NewBin,
    NewItem,
    activate_family,
    add_bins,
    adjust_stock,
    bins,
    create_family,
    create_items,
    create_warehouse,
)
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.bulk import refresh_statistics
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import activate_branch, create_branch, create_company, open_periods
from erp.terms.api import ComponentDraft, define_tax_code, define_tax_rule, payment_term_by_code

T = TypeVar("T")
ACTOR = Actor.system("bench")
LONG_AGO = date(2000, 1, 1)
PLENTY = Decimal(1_000_000)


@dataclass(frozen=True)
class World:
    """Ids to sell with."""

    company_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    items: list[UUID]
    customers: list[UUID]
    today: date


def make_world(
    services: Services, *, items: int = 600, customers: int = 100, families: int = 1, opened_on: date | None = None
) -> World:
    """A company with tax, prices, limits and plenty of stock; statistics are taken afterwards.

    The stock is there from the first day of the year unless ``opened_on`` names another.
    """
    today = services.clock.now().date()

    def step(use_case: Callable[[UnitOfWork], T]) -> T:
        return services.units.run(ACTOR, use_case)

    company_id, branch_id = step(lambda work: _company(work, today))
    warehouse_id = step(lambda work: create_warehouse(work, branch_id=branch_id, code="BENCH", name="Bench"))
    step(lambda work: add_bins(work, warehouse_id, [NewBin(f"A-{n:03}", "storage", n) for n in range(200)]))
    item_ids = step(lambda work: _items(work, company_id, items, families, today))
    step(lambda work: _stock(
        work, warehouse_id, item_ids, opened_on or today.replace(month=1, day=1)))
    customer_ids = step(lambda work: _customers(work, company_id, customers))
    refresh_statistics(services)
    return World(company_id, branch_id, warehouse_id, item_ids, customer_ids, today)


def _company(work: UnitOfWork, today: date) -> tuple[UUID, UUID]:
    company = create_company(work, code="BENCH", name="Bench", currency="USD", country="US")
    install_chart(work, company.id)
    for year in (today.year - 1, today.year, today.year + 1):
        open_periods(work, company.id, year)
    tax = define_tax_code(
        work, company_id=company.id, code="TEN", name="Ten per cent", valid_from=LONG_AGO,
        components=[ComponentDraft(name="Ten per cent", kind="percent", rate=Decimal(10))],
    )
    define_tax_rule(work, company_id=company.id, tax_code_id=tax.id, valid_from=LONG_AGO)
    branch = create_branch(work, company_id=company.id, code="BENCH", name="Bench", country="US")
    activate_branch(work, branch.id)
    return company.id, branch.id


def _items(work: UnitOfWork, company_id: UUID, count: int, families: int, today: date) -> list[UUID]:
    family_ids = [create_family(work, code=f"BENCH{n}", name=f"Bench {n}") for n in range(families)]
    for family_id in family_ids:
        activate_family(work, family_id, company_id, occurred_on=today)
    ids = create_items(work, [
        NewItem(sku=f"BENCH-{n:05}", description=f"Item {n}", family_id=family_ids[n % families],
                companies=[CompanyTerms(company_id)])
        for n in range(count)
    ])
    price_list_id = create_price_list(work, company_id=company_id, code="LIST", name="List", is_default=True)
    set_prices(work, price_list_id, [
        PriceRow(valid_from=LONG_AGO, item_id=item_id, unit="EA", unit_price=Decimal(10)) for item_id in ids
    ])
    return list(ids)


def _stock(work: UnitOfWork, warehouse_id: UUID, item_ids: list[UUID], today: date) -> None:
    places = [place.id for place in bins(work.session, warehouse_id) if place.kind == "storage"]
    adjust_stock(work, warehouse_id=warehouse_id, reason="opening", occurred_on=today, lines=[
        AdjustmentLine(item_id=item_id, bin_id=places[n % len(places)], qty=PLENTY, unit_cost=Decimal(6))
        for n, item_id in enumerate(item_ids)
    ])


def _customers(work: UnitOfWork, company_id: UUID, count: int) -> list[UUID]:
    term_id = payment_term_by_code(work.session, "NET30").id
    ids = []
    for number in range(count):
        customer_id = create_customer(
            work, code=f"BENCH{number:04}", name=f"Customer {number}", details={"country": "US"}
        )
        agree_terms(work, customer_id, company_id, TradeTerms(payment_term_id=term_id))
        set_credit_limit(work, company_id, customer_id, limit_amount=Decimal(10**9), reason="Bench")
        ids.append(customer_id)
    return ids
