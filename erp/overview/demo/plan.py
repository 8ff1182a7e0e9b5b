"""What happens in the demo's half year, day by day: decided before anything is done, the same for the same last day."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from erp.overview.demo.catalogue import DemoItem, demo_items
from erp.overview.demo.companies import COMPANIES, DemoCompany, DemoPlace
from erp.overview.demo.customers import DemoCustomer, demo_customers

ORDERS = 1500
MONTHS = 6
ON_ORDER = (
    ("CASCADE", "TAC", "NORDIC"), ("CASCADE", "TAC", "VOLTAIC"), ("CASCADE", "EVE", "HYDRA"), ("MAPLE", "TOR", "LUMEN"),
    ("MAPLE", "OTT", "GUARDIAN"),
)


@dataclass(frozen=True)
class Sale:
    """A customer orders; ``depth`` is how far the order gets: held orders decide for themselves."""

    on: date
    company: str
    place: str
    customer: str
    number: int
    lines: tuple[tuple[str, int], ...]
    freight: Decimal | None
    depth: str  # shipped, packed, picking, allocated, quoted
    returns: str = ""  # nothing, or how far a return of its first line gets: credited, received, authorized

    @property
    def key(self) -> str:
        return f"sale {self.number}"


@dataclass(frozen=True)
class Delivery:
    """A supplier delivers what the coming month will sell; ``arrives`` says whether it has already."""

    on: date
    company: str
    place: str
    supplier: str
    lines: tuple[tuple[str, int], ...]
    arrives: bool = True
    billed: bool = True

    @property
    def key(self) -> str:
        return f"delivery {self.on} {self.place} {self.supplier}"


@dataclass(frozen=True)
class Day:
    """One business day, in the order in which its work is done."""

    on: date
    deliveries: list[Delivery] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    closes: tuple[int, int] | None = None  # year and month that are closed on this day


def plan_days(today: date) -> list[Day]:
    """The demo's days up to today: six months of trade, and today's open work."""
    first = _months_back(today, MONTHS)
    days = {on: Day(on) for on in _weekdays(first, today)}
    sales = _plan_sales(list(days))
    for sale in sales:
        days[sale.on].sales.append(sale)
    for delivery in _plan_deliveries(sales, sorted(days)):
        days[delivery.on].deliveries.append(delivery)
    for month_start in (_months_back(today, back) for back in range(MONTHS, 1, -1)):
        closing = next(on for on in sorted(days) if on >= _next_month(month_start) + timedelta(days=4))
        days[closing] = replace(days[closing], closes=(month_start.year, month_start.month))
    return [days[on] for on in sorted(days)]


def _months_back(today: date, months: int) -> date:
    index = today.year * 12 + today.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _next_month(start: date) -> date:
    return (start + timedelta(days=31)).replace(day=1)


def _weekdays(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() < 5 or day == last:
            yield day


def stocked(company: DemoCompany, place: DemoPlace) -> list[DemoItem]:
    """What a warehouse keeps: the most popular items of the catalogue."""
    return sorted(demo_items(), key=lambda item: item.rank)[: place.stocked_items]


def _plan_sales(days: list[date]) -> list[Sale]:
    chance = Random("sales")  # noqa: S311
    places = [(company, place) for company in COMPANIES for place in company.places]
    shelves = {place.code: stocked(company, place) for company, place in places}
    by_company: dict[str, list[DemoCustomer]] = defaultdict(list)
    for customer in demo_customers():
        by_company[customer.company].append(customer)
    sales = []
    for number in range(ORDERS):
        on = days[number * len(days) // ORDERS]
        company, place = chance.choices(places, [place.share_of_orders for _, place in places])[0]
        buyers = by_company[company.code]
        customer = chance.choices(buyers, [buyer.weight for buyer in buyers])[0]
        shelf = shelves[place.code]
        picks = range(chance.choice((1, 2, 3, 3, 4, 5, 6, 9)))
        wanted = dict.fromkeys(shelf[int(len(shelf) * chance.random() ** 2)] for _ in picks)  # the popular ones first
        lines = tuple((item.sku, _quantity(item, chance)) for item in wanted)
        sales.append(Sale(
            on, company.code, place.code, customer.code, number, lines,
            Decimal(chance.randint(9, 90)) if chance.random() < 0.15 else None,
            _depth(ORDERS - number, chance), _return_of(ORDERS - number, chance),
        ))
    return sales


def _quantity(item: DemoItem, chance: Random) -> int:
    """Cheap things by the box, dear things by the piece."""
    if item.list_price < 2:
        return item.box_of * chance.randint(1, 4)
    if item.list_price < 20:
        return chance.randint(2, 24)
    return chance.randint(1, 5)


def _depth(orders_left: int, chance: Random) -> str:
    """All but the latest orders have shipped; a few of the latest wait at every stage."""
    if orders_left <= 24:
        return ("allocated", "picking", "packed", "quoted")[orders_left % 4]
    return "quoted" if chance.random() < 0.02 else "shipped"


def _return_of(orders_left: int, chance: Random) -> str:
    if orders_left in (60, 70, 80):
        return "received" if orders_left != 70 else "authorized"
    return "credited" if orders_left > 100 and chance.random() < 0.03 else ""


def _plan_deliveries(sales: list[Sale], days: list[date]) -> list[Delivery]:
    """At the start of each month every supplier brings what the month will sell and a tenth more; a few items fall
    short, and what the next month will need is on order."""
    supplier_of = {item.sku: item.supplier for item in demo_items()}
    short = {item.sku for item in demo_items() if item.rank % 53 == 7}
    needs: dict[tuple[int, int, str, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for sale in sales:
        for sku, qty in sale.lines:
            needs[sale.on.year, sale.on.month, sale.company, sale.place, supplier_of[sku]][sku] += qty
    deliveries = []
    for (year, month, company, place, supplier), wanted in sorted(needs.items()):
        on = next(day for day in days if (day.year, day.month) == (year, month))
        lines = tuple((sku, qty // 2 if sku in short else qty + qty // 10 + 1) for sku, qty in sorted(wanted.items()))
        deliveries.append(Delivery(on, company, place, supplier, tuple(line for line in lines if line[1] > 0),
                                   billed=(year, month) != (days[-1].year, days[-1].month)))
    last = days[-1]
    for company, place, supplier in ON_ORDER:
        skus = [sku for sku in sorted(supplier_of) if supplier_of[sku] == supplier][:12]
        deliveries.append(Delivery(last, company, place, supplier, tuple((sku, 60) for sku in skus), arrives=False))
    return deliveries
