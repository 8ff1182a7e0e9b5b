"""Before the demo's first day: companies with their books, warehouses, suppliers, items, prices, customers, people.

Each piece is marked in the transaction that makes it, so that a load cut off here goes on where it was.
"""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from functools import partial
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import (
    PriceRow,
    TradeTerms,
    add_contact,
    add_ship_to,
    agree_terms,
    create_customer,
    create_price_list,
    set_credit_limit,
    set_discount_limits,
    set_prices,
)
from erp.finance.api import install_chart
from erp.identity.api import create_demo_users
from erp.inventory.api import (
    CompanyTerms,
    NewBarcode,
    NewBin,
    NewItem,
    NewUnit,
    SuppliedItem,
    activate_family,
    add_bins,
    agree_supplier_terms,
    carriers,
    create_carrier,
    create_family,
    create_items,
    create_supplier,
    create_warehouse,
    set_item_suppliers,
)
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import activate_branch, create_branch, create_company, open_periods
from erp.overview.demo.catalogue import FAMILIES, SUPPLIERS, DemoItem, demo_items
from erp.overview.demo.companies import COMPANIES, USERS, DemoCompany, DemoPlace
from erp.overview.demo.customers import DemoCustomer, demo_customers
from erp.overview.demo.desk import open_desk
from erp.terms.api import ComponentDraft, define_tax_code, define_tax_rule, payment_term_by_code

STORAGE_BINS = 120
EXCHANGE = {"USD": Decimal(1), "CAD": Decimal("1.35")}  # the catalogue's dollars in each company's currency
DISCOUNT_LIMITS = {"branch_staff": Decimal(5), "sales": Decimal(15), "controller": Decimal(40)}
BEGINNING = date(2000, 1, 1)
CARRIERS = (
    ("FREIGHT", "Cascade Freight", time(14)),
    ("PARCEL", "Parcel Line", time(16, 30)),
    ("COURIER", "Metro Courier", time(19)),
)

SetUpStep = tuple[str, Callable[[UnitOfWork], None]]


def set_up_steps(first: date, last: date) -> list[SetUpStep]:
    """The steps in order, each with the key it is marked under."""
    steps: list[SetUpStep] = [
        (f"company {company.code}", partial(_company, plan=company, first=first, last=last)) for company in COMPANIES
    ]
    steps.append(("people", _people))
    steps.append(("families and suppliers", partial(_families_and_suppliers, first=first)))
    for family in FAMILIES:
        chosen = [item for item in demo_items() if item.family == family.code]
        steps.append((f"items {family.code}", partial(_items, chosen=chosen)))
    steps.append(("carriers", _carriers))
    for company in COMPANIES:
        steps.append((f"prices {company.code}", partial(_prices, plan=company, first=first)))
        ours = [customer for customer in demo_customers() if customer.company == company.code]
        steps.append((f"customers {company.code}", partial(_customers, ours=ours)))
    return steps


def _company(work: UnitOfWork, plan: DemoCompany, first: date, last: date) -> None:
    company = create_company(
        work, code=plan.code, name=plan.name, currency=plan.currency, address=plan.address, country=plan.country,
        tax_number=plan.tax_number,
    )
    install_chart(work, company.id)
    for year in range(first.year, last.year + 2):
        open_periods(work, company.id, year)
    _taxes(work, company.id, plan)
    for place in plan.places:
        _place(work, company.id, plan, place)


def _taxes(work: UnitOfWork, company_id: UUID, plan: DemoCompany) -> None:
    none = define_tax_code(
        work, company_id=company_id, code="NONE", name="No tax", components=(), valid_from=BEGINNING
    )
    define_tax_rule(work, company_id=company_id, tax_code_id=none.id, valid_from=BEGINNING)
    levied = define_tax_code(
        work, company_id=company_id, code=plan.tax_code, name=plan.tax_name, valid_from=BEGINNING,
        components=[ComponentDraft(name=plan.tax_name, kind="percent", rate=plan.tax_percent)],
    )
    for region in plan.taxed_regions:
        define_tax_rule(
            work, company_id=company_id, tax_code_id=levied.id, ship_to_country=plan.country, ship_to_region=region,
            valid_from=BEGINNING,
        )


def _place(work: UnitOfWork, company_id: UUID, plan: DemoCompany, place: DemoPlace) -> None:
    branch = create_branch(
        work, company_id=company_id, code=place.code, name=place.name, time_zone=place.time_zone,
        country=plan.country, region=place.region, postal_code=place.postal_code,
    )
    activate_branch(work, branch.id)
    warehouse_id = create_warehouse(
        work, branch_id=branch.id, code=place.code, name=f"{place.name} warehouse", city=place.city,
        region=place.region, postal_code=place.postal_code, country_code=plan.country,
    )
    bins = [NewBin(f"{chr(65 + n // 20)}-{n % 20 + 1:02}", "storage", n) for n in range(STORAGE_BINS)]
    add_bins(work, warehouse_id, bins)


def _families_and_suppliers(work: UnitOfWork, first: date) -> None:
    companies = open_desk(work.session).companies
    for family in FAMILIES:
        family_id = create_family(work, code=family.code, name=family.name)
        for company_id in companies.values():
            activate_family(work, family_id, company_id, occurred_on=first)
    for code, name in SUPPLIERS.items():
        supplier_id = create_supplier(work, code=code, name=name)
        for company_id in companies.values():
            agree_supplier_terms(work, supplier_id=supplier_id, company_id=company_id, lead_time_days=7)


def _items(work: UnitOfWork, chosen: list[DemoItem]) -> None:
    """Items of one family: a box and its code where they are sold by the box, FIFO for what is dear."""
    desk = open_desk(work.session)
    family_id = _family_id(work, chosen[0].family)
    ids = create_items(work, [
        NewItem(
            sku=item.sku, description=item.description, family_id=family_id, tracking=item.tracking,
            expiry_required=item.tracking == "lot",
            units=[NewUnit("BX", item.box_of)] if item.box_of > 1 else [],
            barcodes=[NewBarcode(item.gtin)],
            companies=[
                CompanyTerms(company_id, costing_method="fifo" if item.unit_cost > 60 else "moving_average",
                             cost_pool_scope="warehouse")
                for company_id in desk.companies.values()
            ],
        )
        for item in chosen
    ])
    by_supplier: dict[str, list[SuppliedItem]] = {}
    for item_id, item in zip(ids, chosen, strict=True):
        offer = SuppliedItem(item_id, item.unit_cost, "USD", supplier_sku=f"{item.supplier[:2]}{item.gtin[-6:]}",
                             is_preferred=True)
        by_supplier.setdefault(item.supplier, []).append(offer)
    for code, offers in by_supplier.items():
        set_item_suppliers(work, desk.suppliers[code], offers)


def _family_id(work: UnitOfWork, code: str) -> UUID:
    found: UUID = work.session.scalars(
        text("SELECT id FROM inventory.item_family WHERE code = :code"), {"code": code}
    ).one()
    return found


def _prices(work: UnitOfWork, plan: DemoCompany, first: date) -> None:
    """List prices in the company's currency, and ten boxes or more at eight per cent less."""
    desk = open_desk(work.session)
    price_list_id = create_price_list(
        work, company_id=desk.companies[plan.code], code="LIST", name="List prices", is_default=True
    )
    rows = []
    for item in demo_items():
        price = (item.list_price * EXCHANGE[plan.currency]).quantize(Decimal("0.01"))
        item_id = desk.items[item.sku]
        rows.append(PriceRow(valid_from=first, item_id=item_id, unit="EA", unit_price=price))
        quantity_price = (price * Decimal("0.92")).quantize(Decimal("0.01"))
        rows.append(PriceRow(
            valid_from=first, item_id=item_id, unit="EA", min_qty=Decimal(max(item.box_of, 10) * 10),
            unit_price=quantity_price,
        ))
    set_prices(work, price_list_id, rows)
    set_discount_limits(work, desk.companies[plan.code], DISCOUNT_LIMITS)


def _carriers(work: UnitOfWork) -> None:
    for code, name, cut_off in CARRIERS:
        create_carrier(work, code=code, name=name, cut_off=cut_off)


def _customers(work: UnitOfWork, ours: list[DemoCustomer]) -> None:
    desk = open_desk(work.session)
    terms = {code: payment_term_by_code(work.session, code).id for code in {customer.term for customer in ours}}
    known: dict[str, UUID] = {}
    takers = [*(each.id for each in carriers(work.session, "active")), None]  # every fourth has no usual carrier
    for plan in ours:
        address = {
            "street": f"{100 + len(known) * 3} Main Street", "city": plan.city, "region": plan.region,
            "postal_code": plan.postal_code, "country": plan.country,
        }
        customer_id = create_customer(
            work, code=plan.code, name=plan.name, parent_id=known.get(plan.parent), details=address
        )
        add_ship_to(
            work, customer_id, code="MAIN", name=plan.name, address=address,
            carrier_id=takers[len(known) % len(takers)], is_default=True,
        )
        known[plan.code] = customer_id
        add_contact(work, customer_id, name=plan.contact, role="Purchasing")
        agree_terms(work, customer_id, desk.companies[plan.company], TradeTerms(
            payment_term_id=terms[plan.term], billing_mode=plan.billing_mode,
            tax_status="exempt" if plan.exemption else "taxable", exemption_certificate=plan.exemption,
        ))
        if plan.limit is not None and not plan.parent:
            set_credit_limit(
                work, desk.companies[plan.company], customer_id, limit_amount=plan.limit, reason="Opening review"
            )


def _people(work: UnitOfWork) -> None:
    desk = open_desk(work.session)
    create_demo_users(work, [
        (user_name, person, role, desk.branches[branch] if branch else None)
        for user_name, person, role, branch in USERS
    ])
