"""Who the demo companies sell to and buy from."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from erp.overview.demo.chance import Chance
from erp.overview.demo.places import COMPANIES

SUPPLIERS = (
    ("NORDFIX", "Nordfix Fasteners", "FASTENERS"),
    ("VOLTARA", "Voltara Electric", "ELECTRICAL"),
    ("AQUALINE", "Aqualine Fittings", "PLUMBING"),
    ("SAFEWELL", "Safewell Workwear", "SAFETY"),
    ("IRONHAND", "Ironhand Tools", "TOOLS"),
    ("CLEARBAY", "Clearbay Chemicals", "JANITORIAL"),
    ("PACKWISE", "Packwise", "PACKAGING"),
    ("BONDTECH", "Bondtech Adhesives", "ADHESIVES"),
)
FIRST = (
    "Alder", "Amber", "Apex", "Aspen", "Beacon", "Birch", "Blue Heron", "Bridge Street", "Canal", "Cascade", "Cedar",
    "Clover", "Compass", "Copper Hill", "Crane", "Eastgate", "Evergreen", "Falcon", "Fern", "Foundry", "Granite",
    "Greenfield", "Harvest", "Hazel", "Heron", "Highland", "Ivory", "Juniper", "Keystone", "Lakeside", "Lighthouse",
    "Linden", "Maple", "Meadow", "Mill Road", "Northgate", "Oakwood", "Orchard", "Pioneer", "Quarry", "Redwood",
    "Ridge", "River Bend", "Rowan", "Sandstone", "Silver Birch", "Stonebridge", "Summit", "Sunrise", "Timber",
    "Union", "Valley", "Vista", "Westfield", "Willow", "Windmill", "Wren", "Yarrow", "York", "Zephyr",
)  # fmt: skip
TRADES = (
    "Builders", "Electrical", "Plumbing", "Facilities", "Property Services", "Joinery", "Mechanical", "Marine",
    "Packaging", "Hospitality", "Engineering", "Maintenance", "Interiors", "Roofing", "Works",
)  # fmt: skip
TERMS = ("NET30", "NET30", "NET30", "2-10-NET30", "COD")


@dataclass(frozen=True)
class Partner:
    """A customer of one company, at home near one of its branches."""

    number: int
    company: int
    branch: int
    code: str
    name: str
    term: str
    credit_limit: Decimal | None
    days_late: int
    sites: int
    billing_mode: str

    @property
    def is_tight(self) -> bool:
        """Whether its credit limit is so low that its next larger order will be held."""
        return self.credit_limit is not None and self.credit_limit < 1000


@lru_cache(maxsize=1)
def partners() -> tuple[Partner, ...]:
    """Every customer, always the same."""
    found: list[Partner] = []
    for company_number, company in enumerate(COMPANIES):
        for _ in range(company.customers):
            number = len(found)
            chance = Chance(f"customer {number}")
            name = f"{FIRST[number % len(FIRST)]} {TRADES[(number // 4 + number // len(FIRST)) % len(TRADES)]}"
            limit = chance.of((None, Decimal(25000), Decimal(50000), Decimal(100000)))
            if number % 37 == 5:
                limit = Decimal(250)
            found.append(
                Partner(
                    number=number,
                    company=company_number,
                    branch=chance.number(0, len(company.branches) - 1),
                    code=f"C{number + 1001}",
                    name=name,
                    term=chance.of(TERMS),
                    credit_limit=limit,
                    days_late=chance.of((0, 0, 0, 2, 5, 9, 20, 60)),
                    sites=chance.of((1, 1, 1, 2, 3)),
                    billing_mode=chance.of(("per_shipment",) * 9 + ("weekly",)),
                )
            )
    return tuple(found)
