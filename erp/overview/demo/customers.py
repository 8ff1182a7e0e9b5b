"""The demo's customers: contractors, plants and shops, the same ones every time."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from erp.overview.demo.companies import COMPANIES, DemoCompany

FIRST = ("Harbor", "Summit", "Cedar", "Granite", "Pioneer", "Evergreen", "Riverside", "Lakeshore", "Northgate",
         "Blue Ridge", "Keystone", "Ironwood", "Silverline", "Redwood", "Beacon", "Anchor", "Frontier", "Meridian",
         "Stonebridge", "Westport")
TRADES = ("Electric", "Plumbing", "Mechanical", "Construction", "Builders", "Maintenance", "Fabrication", "Marine",
          "Property Services", "Hardware", "Food Processing")
ENDINGS = ("LLC", "Inc.", "Co.", "& Sons", "Contractors")
TOWNS = {
    "US": (("Tacoma", "WA", "98402"), ("Seattle", "WA", "98108"), ("Everett", "WA", "98201"),
           ("Olympia", "WA", "98501"), ("Portland", "OR", "97209"), ("Salem", "OR", "97301")),
    "CA": (("Toronto", "ON", "M5J 2N8"), ("Hamilton", "ON", "L8P 1A1"), ("Ottawa", "ON", "K1P 1J1"),
           ("Kingston", "ON", "K7L 1A1")),
}
PEOPLE = ("Alex Kim", "Maria Lopez", "John Carter", "Priya Nair", "Tom Eriksen", "Fatima Khan", "Luc Tremblay",
          "Joan Reed")


@dataclass(frozen=True)
class DemoCustomer:
    """One customer of one company, with how it trades and how well it pays."""

    code: str
    name: str
    company: str
    city: str
    region: str
    postal_code: str
    country: str
    contact: str
    term: str
    billing_mode: str
    limit: Decimal | None
    exemption: str
    parent: str
    days_late: int
    weight: int


def demo_customers() -> list[DemoCustomer]:
    """Every customer, in the order of its code."""
    customers: list[DemoCustomer] = []
    for company in COMPANIES:
        chance = Random(f"customers of {company.code}")  # noqa: S311
        before = len(customers)
        for number in range(company.customers):
            customers.append(_customer(company, number, before, chance))
    return customers


def _customer(company: DemoCompany, number: int, before: int, chance: Random) -> DemoCustomer:
    towns = TOWNS[company.country]
    city, region, postal_code = towns[number % len(towns)]
    serial = before + number
    trade = TRADES[(serial // len(FIRST) + serial) % len(TRADES)]
    ending = ENDINGS[(serial + serial // (len(FIRST) * len(TRADES))) % len(ENDINGS)]
    name = f"{FIRST[serial % len(FIRST)]} {trade} {ending}"
    large = number % 10 == 0
    return DemoCustomer(
        code=f"{company.code[0]}{number + 1001}", name=name, company=company.code, city=city, region=region,
        postal_code=postal_code, country=company.country, contact=PEOPLE[number % len(PEOPLE)],
        term=("NET30", "NET30", "2-10-NET30", "NET60")[number % 4] if not large else "NET30",
        billing_mode="weekly" if number % 11 == 3 else "daily" if number % 13 == 5 else "per_shipment",
        limit=None if large else Decimal(chance.choice((10000, 20000, 35000, 60000))),
        exemption=f"RC-{company.country}-{5000 + number}" if number % 6 == 2 else "",
        # Every tenth customer heads a small group: the next two buy on its account.
        parent=f"{company.code[0]}{number // 10 * 10 + 1001}" if number % 10 in (1, 2) else "",
        days_late=chance.choice((-3, 0, 0, 2, 5, 9, 20, 45)),
        weight=12 if large else chance.choice((1, 2, 3, 5)),
    )
