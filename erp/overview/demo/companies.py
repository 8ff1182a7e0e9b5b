"""Who the demo is about: two wholesalers, their branches and warehouses, the people who work there."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class DemoPlace:
    """A branch with its warehouse; both carry the same code."""

    code: str
    name: str
    city: str
    region: str
    postal_code: str
    time_zone: str
    stocked_items: int  # how many of the catalogue's items it keeps, the most popular first
    share_of_orders: int  # out of a hundred, over both companies


@dataclass(frozen=True)
class DemoCompany:
    """One legal entity."""

    code: str
    name: str
    currency: str
    country: str
    tax_number: str
    address: str
    tax_code: str
    tax_name: str
    tax_percent: Decimal
    taxed_regions: tuple[str, ...]
    customers: int
    places: tuple[DemoPlace, ...]


COMPANIES = (
    DemoCompany(
        "CASCADE", "Cascade Supply Company", "USD", "US", "91-1234567", "2301 Dock Street\nTacoma, WA 98402",
        "WA", "Washington sales tax", Decimal("10.3"), ("WA",), 220,
        (
            DemoPlace("TAC", "Tacoma", "Tacoma", "WA", "98402", "America/Los_Angeles", 900, 34),
            DemoPlace("EVE", "Everett", "Everett", "WA", "98201", "America/Los_Angeles", 450, 20),
            DemoPlace("PDX", "Portland", "Portland", "OR", "97209", "America/Los_Angeles", 350, 14),
        ),
    ),
    DemoCompany(
        "MAPLE", "Maple Industrial Ltd.", "CAD", "CA", "84512 3456 RT0001", "88 Harbour Road\nToronto, ON M5J 2N8",
        "HST", "Harmonized sales tax", Decimal("13"), ("ON",), 80,
        (
            DemoPlace("TOR", "Toronto", "Toronto", "ON", "M5J 2N8", "America/Toronto", 600, 20),
            DemoPlace("OTT", "Ottawa", "Ottawa", "ON", "K1P 1J1", "America/Toronto", 300, 12),
        ),
    ),
)

# user name, person, role, code of the one branch they work in (nothing: every branch)
USERS = (
    ("admin", "Ada Wong", "administrator", ""),
    ("branch", "Ben Okafor", "branch_staff", "TAC"),
    ("warehouse", "Wendy Marsh", "warehouse", "TAC"),
    ("buyer", "Bruno Sato", "buyer", ""),
    ("sales", "Sara Lindqvist", "sales", ""),
    ("credit", "Carla Mendes", "credit", ""),
    ("accountant", "Anil Rao", "accountant", ""),
    ("controller", "Chloe Dubois", "controller", ""),
)
