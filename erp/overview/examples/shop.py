"""The company an example is carried out in: its own places, items, supplier and customer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import TradeTerms, agree_terms, create_customer
from erp.finance.api import install_chart
from erp.inventory.api import (
    CompanyTerms,
    NewBin,
    NewItem,
    NewUnit,
    activate_family,
    add_bins,
    agree_supplier_terms,
    bins,
    create_family,
    create_items,
    create_supplier,
    create_unit,
    create_warehouse,
)
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import activate_branch, change_settings, create_branch, create_company, open_periods
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.terms.api import ComponentDraft, define_tax_code, define_tax_rule, payment_term_by_code

T = TypeVar("T")
ACTOR = Actor.system("worked examples")
MAIN = "MAIN"
LONG_AGO = date(2000, 1, 1)
METHODS = {"hifo": "highest_cost"}
PICK_ORDERS = {
    "fifo": "receipt", "lifo": "newest", "fefo": "expiry", "closest": "walk", "least_packages": "fewest_bins",
}
TOLERANCES = {"under_shipment_tolerance_percent", "over_receipt_tolerance_percent", "under_receipt_tolerance_percent"}
FINEST = Decimal("0.001")


@dataclass(frozen=True)
class Place:
    """A place of an example: a warehouse of one bin."""

    warehouse_id: UUID
    bin_id: UUID


@dataclass
class Shop:
    """Ids by the names an example uses, and the work done under the name of each step."""

    services: Services
    case: Case
    company_id: UUID
    branch_id: UUID
    supplier_id: UUID
    customer_id: UUID
    accounts: Mapping[str, UUID]
    today: date
    places: dict[str, Place] = field(default_factory=dict)
    items: dict[str, UUID] = field(default_factory=dict)
    step_of: dict[UUID, str] = field(default_factory=dict)  # by correlation
    made: dict[str, Any] = field(default_factory=dict)  # documents by step
    running: UUID = field(default_factory=new_id)

    def begin(self, step: Step) -> None:
        """Everything from now on is done under this step's name."""
        self.running = new_id()
        self.step_of[self.running] = step.id

    def run(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """One use case, committed."""
        return self.services.units.run(ACTOR, use_case, correlation_id=self.running)

    def day(self, step: Step) -> date:
        """The step's date, else today."""
        return date.fromisoformat(step.given["on"]) if "on" in step.given else self.today

    def product(self, step: Step) -> str:
        """The product of a step, or the only one there is."""
        name = step.given.get("product")
        if name is None and len(self.items) == 1:
            name = next(iter(self.items))
        if name not in self.items:
            raise NotCovered(f"{step.do} without a product")
        return str(name)

    def facts(self, product: str) -> Mapping[str, Any]:
        facts: Mapping[str, Any] = self.case.setup["products"][product]
        return facts

    def factor(self, product: str, unit: str | None) -> Fraction:
        """How many base units one such unit is."""
        facts = self.facts(product)
        if unit is None or unit == facts.get("uom"):
            return Fraction(1)
        if unit not in facts.get("uoms", {}):
            raise NotCovered(f"the unit {unit}")
        return Fraction(facts["uoms"][unit])

    def place(self, name: str | None) -> Place:
        """The place of that name; it is set up when it is first spoken of."""
        code = name or MAIN
        root, _, inner = code.partition("/")
        if root not in self.places:
            self.places[root] = self.run(lambda work: _place(work, self.branch_id, root))
        if inner and code not in self.places:
            self.places[code] = self.run(lambda work: _inner_place(work, self.places[root], inner, len(self.places)))
        return self.places[code]


def unit_code(name: str) -> str:
    """A unit's name as a code of ours."""
    return "".join(letter for letter in name.upper() if letter.isalnum())[:12] or "UNIT"


def open_shop(services: Services, case: Case) -> Shop:
    """A company with a chart of accounts, open periods, one branch and warehouse, and the example's products."""
    today = services.clock.now().date()
    years = {date.fromisoformat(step.given["on"]).year for step in case.steps if "on" in step.given} | {today.year}
    dues = [date.fromisoformat(step.given["due"]) for step in case.steps if "due" in step.given]
    years |= {day.year - n for day in [*dues, today] for n in (0, 1) if dues or "buckets" in case.setup}
    if any(step.do == "create_periods" for step in case.steps):
        years = set()  # the example opens its own
    begins = int(case.setup.get("year_begins_in", 1))
    currency = case.setup.get("currency", {}).get("code", "USD")

    def found(work: UnitOfWork) -> Shop:
        code = f"X{new_id().hex[-10:].upper()}"
        company = create_company(
            work, code=code, name=case.id, currency=currency, country="US", fiscal_year_start_month=begins
        )
        accounts = install_chart(work, company.id)
        for year in sorted(years | {year + 1 for year in years if begins > 1}):
            open_periods(work, company.id, year)
        change_settings(work, company.id, {
            "bill_price_tolerance_percent": Decimal(100), "over_receipt_tolerance_percent": Decimal(100),
            **chosen_settings(case),
        })
        tax = define_tax_code(
            work, company_id=company.id, code="NONE", name="No tax", components=_tax(case), valid_from=LONG_AGO
        )
        define_tax_rule(work, company_id=company.id, tax_code_id=tax.id, valid_from=LONG_AGO)
        branch = create_branch(work, company_id=company.id, code=MAIN, name="Main", country="US")
        activate_branch(work, branch.id)
        supplier_id = create_supplier(work, code=code, name="Supplier")
        agree_supplier_terms(work, supplier_id=supplier_id, company_id=company.id)
        customer_id = create_customer(work, code=code, name="Customer", details={"country": "US"})
        term_id = payment_term_by_code(work.session, "NET30").id
        agree_terms(work, customer_id, company.id, TradeTerms(payment_term_id=term_id))
        shop = Shop(services, case, company.id, branch.id, supplier_id, customer_id, accounts, today)
        shop.places[MAIN] = _place(work, branch.id, MAIN)
        shop.items.update(_items(work, case, company.id, today))
        return shop

    return services.units.run(ACTOR, found)


def chosen_settings(case: Case) -> dict[str, Any]:
    """What the company of the example has chosen where the product lets it choose."""
    topics = dict(case.choices)
    blank = {step.given["blank_means"] for step in case.steps if "blank_means" in step.given}
    chosen: dict[str, Any] = {}
    if topics.get("blank_count_line") == "empty" or blank == {"empty"}:
        chosen["count_blank_lines"] = "empty"
    if "removal" in case.setup:
        chosen["pick_order"] = PICK_ORDERS[case.setup["removal"]]
    if "current_average" in (topics.get("customer_return_valuation"), case.policies.get("customer_return")):
        chosen["customer_return_cost"] = "current"
    if "to_variance" in (topics.get("bill_price_difference"), case.policies.get("bill_price_difference")):
        chosen["bill_price_difference"] = "variance"
    for tolerance in TOLERANCES & case.setup.keys():
        chosen[tolerance] = Decimal(str(case.setup[tolerance]))
    if "cash_step" in case.setup:
        chosen["cash_rounding_step_amount"] = Decimal(str(case.setup["cash_step"]))
        chosen["cash_rounding_direction"] = str(case.setup.get("cash_method", case.setup.get("method", "nearest")))
        if topics.get("cash_rounding_level") == "per_instalment":
            chosen["cash_rounding_level"] = "instalment"
    return chosen


def _tax(case: Case) -> tuple[ComponentDraft, ...]:
    """The tax every sale bears, where the example speaks of one."""
    rate = case.setup.get("tax_percent", case.setup.get("tax", {}))
    if isinstance(rate, Mapping):
        rate = rate.get("rate_percent")
    return () if rate is None else (ComponentDraft("Tax", Decimal(str(rate))),)


def _place(work: UnitOfWork, branch_id: UUID, name: str) -> Place:
    code = f"{unit_code(name)[:8]}{new_id().hex[-6:].upper()}"
    warehouse_id = create_warehouse(work, branch_id=branch_id, code=code, name=name)
    add_bins(work, warehouse_id, [NewBin("A-01", "storage", 10)])
    bin_id = next(place.id for place in bins(work.session, warehouse_id) if place.kind == "storage")
    return Place(warehouse_id, bin_id)


def _inner_place(work: UnitOfWork, root: Place, name: str, position: int) -> Place:
    """A bin of its own in a place that is there; bins are passed in the order in which they were spoken of."""
    code = unit_code(name)
    add_bins(work, root.warehouse_id, [NewBin(code, "storage", 10 + 10 * position)])
    return Place(root.warehouse_id, next(b.id for b in bins(work.session, root.warehouse_id) if b.code == code))


def _items(work: UnitOfWork, case: Case, company_id: UUID, today: date) -> dict[str, UUID]:
    products: Mapping[str, Mapping[str, Any]] = case.setup.get("products", {})
    if not products:
        return {}
    mark = new_id().hex[-10:].upper()
    family_id = create_family(work, code=f"F{mark}", name=f"Family {mark}")
    activate_family(work, family_id, company_id, occurred_on=today)
    names = [name for facts in products.values() for name in (facts.get("uom", "unit"), *facts.get("uoms", {}))]
    _units(work, {unit_code(name) for name in names})
    scope = "warehouse" if case.setup.get("valuation_scope") == "location" else "company"
    tracked = {step.given.get("product") for step in case.steps if step.given.get("lot")} | {
        name for name, facts in products.items() if facts.get("value_by_lot")
    }
    numbered = {step.given.get("product") for step in case.steps if step.given.get("serials")}
    ids = create_items(work, [
        NewItem(
            sku=f"{name}-{mark}",
            description=name,
            family_id=family_id,
            kind=str(facts.get("kind", "stocked")),
            base_unit=unit_code(facts.get("uom", "unit")),
            qty_quantum=Decimal(1) if facts.get("tracking") == "serial" or name in numbered else FINEST,
            tracking=str(facts.get("tracking", "serial" if name in numbered else "lot" if name in tracked else "none")),
            weight_kg=Decimal(facts["weight"]) if "weight" in facts else None,
            volume_m3=Decimal(facts["volume"]) if "volume" in facts else None,
            units=[_unit(unit, factor) for unit, factor in facts.get("uoms", {}).items()],
            companies=[_terms(company_id, facts, scope)],
        )
        for name, facts in products.items()
    ])
    return dict(zip(products, ids, strict=True))


def _unit(name: str, factor: str) -> NewUnit:
    fraction = Fraction(factor)
    return NewUnit(unit_code(name), fraction.numerator, fraction.denominator)


def _terms(company_id: UUID, facts: Mapping[str, Any], scope: str) -> CompanyTerms:
    method = METHODS.get(facts.get("costing", "moving_average"), facts.get("costing", "moving_average"))
    if facts.get("value_by_lot") and method != "standard":
        scope = "lot"
    standard = Decimal(facts.get("cost", "0")) if method == "standard" else None
    return CompanyTerms(company_id, method, scope, standard)


def _units(work: UnitOfWork, codes: set[str]) -> None:
    known = set(work.execute(text("SELECT code FROM inventory.unit_of_measure")).scalars())
    for code in sorted(codes - known):
        create_unit(work, code=code, name=code.capitalize())
