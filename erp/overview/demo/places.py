"""The two companies of the demo, their branches and warehouses, and the people who sign in."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class DemoBranch:
    """A branch with its one warehouse. ``taxes``: name and rate of what is levied there."""

    code: str
    name: str
    warehouse_code: str
    time_zone: str
    address: str
    country: str
    region: str
    postal_code: str
    city: str


@dataclass(frozen=True)
class DemoTax:
    """A tax on what is shipped to a country (and region); no rate means no tax, by decision."""

    code: str
    name: str
    country: str
    region: str
    rate: Decimal | None


@dataclass(frozen=True)
class DemoCompany:
    """One legal entity."""

    code: str
    name: str
    currency: str
    country: str
    address: str
    tax_number: str
    branches: tuple[DemoBranch, ...]
    taxes: tuple[DemoTax, ...]
    customers: int
    orders_percent: int


COMPANIES = (
    DemoCompany(
        code="HARBOR", name="Harbor Supply Co.", currency="USD", country="US",
        address="2100 Marine Drive\nPortland, OR 97217", tax_number="93-1234567",
        branches=(
            DemoBranch("PDX", "Portland", "PDX1", "America/Los_Angeles", "2100 Marine Drive", "US", "OR", "97217",
                       "Portland"),
            DemoBranch("SEA", "Seattle", "SEA1", "America/Los_Angeles", "88 Dock Street", "US", "WA", "98101",
                       "Seattle"),
            DemoBranch("DEN", "Denver", "DEN1", "America/Denver", "4500 Foundry Road", "US", "CO", "80216", "Denver"),
        ),
        taxes=(
            DemoTax("NOTAX", "No sales tax", "", "", None),
            DemoTax("WA", "Washington sales tax", "US", "WA", Decimal("10.35")),
            DemoTax("CO", "Colorado sales tax", "US", "CO", Decimal("8.81")),
        ),
        customers=200, orders_percent=65,
    ),
    DemoCompany(
        code="DELTA", name="Delta Groothandel B.V.", currency="EUR", country="NL",
        address="Maasboulevard 12\n3011 TX Rotterdam", tax_number="NL004495445B01",
        branches=(
            DemoBranch("RTM", "Rotterdam", "RTM1", "Europe/Amsterdam", "Maasboulevard 12", "NL", "", "3011 TX",
                       "Rotterdam"),
            DemoBranch("ANR", "Antwerp", "ANR1", "Europe/Brussels", "Scheldelaan 40", "BE", "", "2030", "Antwerpen"),
        ),
        taxes=(
            DemoTax("EXPORT", "Zero rate", "", "", None),
            DemoTax("NL21", "BTW 21 %", "NL", "", Decimal(21)),
            DemoTax("BE21", "BTW 21 %, Belgium", "BE", "", Decimal(21)),
        ),
        customers=100, orders_percent=35,
    ),
)  # fmt: skip

# user name, person, role, code of the branch (None: every branch)
USERS = (
    ("branch", "Bella Branch", "branch_staff", "PDX"),
    ("warehouse", "Wes Warehouse", "warehouse", None),
    ("buyer", "Bruno Buyer", "buyer", None),
    ("sales", "Sana Sales", "sales", None),
    ("credit", "Carla Credit", "credit", None),
    ("accountant", "Aiko Accountant", "accountant", None),
    ("controller", "Conrad Controller", "controller", None),
    ("admin", "Ada Admin", "administrator", None),
)
