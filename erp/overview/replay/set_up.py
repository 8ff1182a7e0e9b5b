"""Before the first day: the company with its books, warehouse, suppliers, items and customers.

Each piece is marked in the transaction that makes it, so that a replay cut off here goes on where it was.
"""

from collections.abc import Sequence
from datetime import date

from erp.crm.api import TradeTerms, add_ship_to, agree_terms, create_customer
from erp.finance.api import install_chart
from erp.inventory.api import (
    CompanyTerms,
    NewBin,
    NewItem,
    SuppliedItem,
    activate_family,
    add_bins,
    agree_supplier_terms,
    create_family,
    create_items,
    create_supplier,
    create_warehouse,
    set_item_suppliers,
)
from erp.kernel.marks import mark_once
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import activate_branch, create_branch, create_company, open_periods
from erp.overview.replay.countries import iso_code
from erp.overview.replay.desk import BINS, Desk, bin_code, supplier_code
from erp.overview.replay.plan_supply import SUPPLIERS, supplier_of, unit_cost
from erp.overview.replay.survey import Survey
from erp.terms.api import define_tax_code, define_tax_rule, payment_term_by_code

FAMILY = "GIFTWARE"
CURRENCY = "GBP"


def set_up_company(work: UnitOfWork, source: str, code: str, days: Sequence[date]) -> None:
    """A company in pounds, taxed at zero, with one branch, one warehouse, open periods and its suppliers."""
    if not mark_once(work, source, "set up company"):
        return
    company = create_company(
        work, code=code, name="Online Retail", currency=CURRENCY, address="1 Warehouse Lane\nLondon", country="GB"
    )
    install_chart(work, company.id)
    for year in sorted({day.year for day in days} | {days[-1].year + 1}):
        open_periods(work, company.id, year)
    tax_code = define_tax_code(
        work, company_id=company.id, code="ZERO", name="Zero rate", components=(), valid_from=date(2000, 1, 1)
    )
    define_tax_rule(work, company_id=company.id, tax_code_id=tax_code.id, valid_from=date(2000, 1, 1))
    branch = create_branch(
        work, company_id=company.id, code="MAIN", name="Main branch", time_zone="Europe/London", country="GB"
    )
    activate_branch(work, branch.id)
    warehouse_id = create_warehouse(
        work, branch_id=branch.id, code="MAIN", name="Main warehouse", city="London", country_code="GB"
    )
    add_bins(work, warehouse_id, [NewBin(bin_code(number), "storage", number) for number in range(BINS)])
    family_id = create_family(work, code=FAMILY, name="Giftware")
    activate_family(work, family_id, company.id, occurred_on=days[0])
    for number in range(SUPPLIERS):
        supplier_id = create_supplier(work, code=supplier_code(number), name=f"Supplier {number + 1}")
        agree_supplier_terms(work, supplier_id=supplier_id, company_id=company.id, lead_time_days=7)


def set_up_items(work: UnitOfWork, source: str, desk: Desk, found: Survey, skus: Sequence[str]) -> None:
    """Some stock codes become items, each sold by its supplier; variants that differ in case are one item."""
    if not mark_once(work, source, f"set up items {skus[0]}"):
        return
    terms = [CompanyTerms(desk.company_id)]
    ids = create_items(
        work,
        [
            NewItem(
                sku=sku,
                description=found.items[sku].description or "No description in the file",
                family_id=desk.family_id(work.session, FAMILY),
                companies=terms,
            )
            for sku in skus
        ],
    )
    by_supplier: dict[int, list[SuppliedItem]] = {}
    for item_id, sku in zip(ids, skus, strict=True):
        cost = unit_cost(sku, found.items[sku], 0)
        entry = SuppliedItem(item_id, cost, CURRENCY, supplier_sku=sku, is_preferred=True)
        by_supplier.setdefault(supplier_of(sku), []).append(entry)
    for supplier, entries in sorted(by_supplier.items()):
        set_item_suppliers(work, desk.suppliers[supplier], entries)


def set_up_customers(work: UnitOfWork, source: str, desk: Desk, found: Survey, codes: Sequence[str]) -> None:
    """Some customers, with an address in each country they were seen in; cash-sale customers pay on delivery."""
    if not mark_once(work, source, f"set up customers {codes[0]}"):
        return
    cash = payment_term_by_code(work.session, "COD").id
    credit = payment_term_by_code(work.session, "NET30").id
    for code in codes:
        is_cash = code.startswith("CASH ")
        country = iso_code(found.customers[code])
        customer_id = create_customer(
            work,
            code=code,
            name=f"Cash sales, {found.customers[code]}" if is_cash else f"Customer {code}",
            is_cash_sale=is_cash,
            details={"country": country},
        )
        for number, seen in enumerate(found.countries[code]):
            add_ship_to(
                work,
                customer_id,
                code=f"S{number + 1}",
                name=f"{code}, {seen}",
                address={"country": iso_code(seen)},
                is_default=number == 0,
            )
        agree_terms(work, customer_id, desk.company_id, TradeTerms(payment_term_id=cash if is_cash else credit))
