"""The demo's catalogue: 2,000 items in ten families, the same ones every time."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product

ITEMS_PER_FAMILY = 200


@dataclass(frozen=True)
class DemoFamily:
    """A family and the words its items are made of: kinds, sizes, finishes."""

    code: str
    name: str
    supplier: str
    kinds: tuple[str, ...]
    sizes: tuple[str, ...]
    finishes: tuple[str, ...]
    cheapest: Decimal
    box_of: int
    tracking: str = "none"


@dataclass(frozen=True)
class DemoItem:
    """One item with its cost and list price in US dollars, and its place in the order of popularity."""

    sku: str
    description: str
    family: str
    supplier: str
    unit_cost: Decimal
    list_price: Decimal
    box_of: int
    tracking: str
    gtin: str
    rank: int


FAMILIES = (
    DemoFamily(
        "FAS",
        "Fasteners",
        "NORDIC",
        ("Hex bolt", "Carriage bolt", "Socket screw", "Wood screw", "Threaded rod"),
        ("M5 x 20", "M6 x 30", "M8 x 40", "M8 x 60", "M10 x 50", "M10 x 80", "M12 x 60", "M16 x 90"),
        ("zinc", "galvanized", "A2 stainless", "A4 stainless", "black oxide"),
        Decimal("0.06"),
        100,
    ),
    DemoFamily(
        "ELC",
        "Conduit and fittings",
        "VOLTAIC",
        ("EMT conduit 10 ft", "EMT coupling", "EMT connector", "Flexible conduit 25 ft", "Conduit strap"),
        ("1/2 in", "3/4 in", "1 in", "1-1/4 in", "1-1/2 in", "2 in", "2-1/2 in", "3 in"),
        ("set-screw", "compression", "die-cast", "steel", "PVC coated"),
        Decimal("0.42"),
        50,
    ),
    DemoFamily(
        "WIR",
        "Wire and cable",
        "VOLTAIC",
        ("Wire THHN", "Wire XHHW", "Cable MC", "Cable NM-B", "Cord SJOOW"),
        ("14 AWG", "12 AWG", "10 AWG", "8 AWG", "6 AWG", "4 AWG", "2 AWG", "1/0 AWG"),
        ("black 500 ft", "white 500 ft", "green 500 ft", "red 500 ft", "blue 500 ft"),
        Decimal("38.00"),
        1,
    ),
    DemoFamily(
        "BRK",
        "Breakers and panels",
        "VOLTAIC",
        ("Breaker 1P", "Breaker 2P", "Breaker 3P", "GFCI breaker", "Load centre"),
        ("15 A", "20 A", "30 A", "40 A", "50 A", "60 A", "100 A", "125 A"),
        ("plug-in", "bolt-on", "120/240 V", "277/480 V", "tandem"),
        Decimal("4.80"),
        10,
    ),
    DemoFamily(
        "PLB",
        "Pipe and fittings",
        "HYDRA",
        ("Copper elbow", "Copper tee", "PEX pipe 100 ft", "Ball valve", "Brass nipple"),
        ("1/4 in", "3/8 in", "1/2 in", "3/4 in", "1 in", "1-1/4 in", "1-1/2 in", "2 in"),
        ("90 degrees", "45 degrees", "threaded", "press", "solder"),
        Decimal("0.75"),
        25,
    ),
    DemoFamily(
        "HVA",
        "Ventilation",
        "HYDRA",
        ("Round duct 5 ft", "Flexible duct 25 ft", "Filter", "Register", "Damper"),
        ("4 in", "5 in", "6 in", "7 in", "8 in", "10 in", "12 in", "14 in"),
        ("galvanized", "insulated", "MERV 8", "MERV 13", "white"),
        Decimal("2.90"),
        12,
    ),
    DemoFamily(
        "SAF",
        "Safety",
        "GUARDIAN",
        ("Work glove", "Safety glasses", "Hard hat", "Ear plug", "Hi-vis vest"),
        ("XS", "S", "M", "L", "XL", "2XL", "3XL", "one size"),
        ("nitrile", "leather", "clear", "tinted", "class 2"),
        Decimal("0.90"),
        12,
    ),
    DemoFamily(
        "TOL",
        "Hand tools",
        "GUARDIAN",
        ("Screwdriver", "Pliers", "Wrench", "Hammer", "Tape measure"),
        ("4 in", "6 in", "8 in", "10 in", "12 in", "16 oz", "20 oz", "25 ft"),
        ("insulated", "chrome", "fibreglass", "magnetic", "heavy duty"),
        Decimal("3.60"),
        6,
    ),
    DemoFamily(
        "LGT",
        "Lighting",
        "LUMEN",
        ("LED panel", "LED tube", "High bay", "Wall pack", "Exit sign"),
        ("1x4", "2x2", "2x4", "4 ft", "8 ft", "100 W", "150 W", "200 W"),
        ("3500 K", "4000 K", "5000 K", "dimmable", "battery backup"),
        Decimal("7.50"),
        4,
    ),
    DemoFamily(
        "CHM",
        "Adhesives and chemicals",
        "LUMEN",
        ("Pipe cement", "Thread sealant", "Silicone", "Penetrating oil", "Epoxy"),
        ("4 oz", "8 oz", "10 oz", "16 oz", "32 oz", "1 gal", "5 gal", "300 ml"),
        ("clear", "white", "low VOC", "high temperature", "fast cure"),
        Decimal("2.20"),
        12,
        "lot",
    ),
)

SUPPLIERS = {
    "NORDIC": "Nordic Fastener Works",
    "VOLTAIC": "Voltaic Electrical Manufacturing",
    "HYDRA": "Hydra Pipe and Air",
    "GUARDIAN": "Guardian Safety and Tool",
    "LUMEN": "Lumen Light and Chemical",
}


def demo_items() -> list[DemoItem]:
    """Every item, in the order of its number."""
    items = []
    for family_number, family in enumerate(FAMILIES):
        words = islice(product(family.kinds, family.sizes, family.finishes), ITEMS_PER_FAMILY)
        for number, (kind, size, finish) in enumerate(words):
            # Prices climb with size and finish and jump from kind to kind; the figures mean nothing else.
            steps = family.sizes.index(size) * 7 + family.finishes.index(finish) * 3 + family.kinds.index(kind) * 5
            cost = (family.cheapest * (100 + 9 * steps) / 100).quantize(Decimal("0.01"))
            margin = Decimal(135 + (family_number * 31 + number * 17) % 50) / 100
            items.append(
                DemoItem(
                    sku=f"{family.code}-{number + 1:04}",
                    description=f"{kind} {size} {finish}",
                    family=family.code,
                    supplier=family.supplier,
                    unit_cost=cost,
                    list_price=(cost * margin).quantize(Decimal("0.01")),
                    box_of=family.box_of,
                    tracking=family.tracking,
                    gtin=_gtin(family_number * ITEMS_PER_FAMILY + number),
                    rank=(number * len(FAMILIES) + family_number) * 7919 % (ITEMS_PER_FAMILY * len(FAMILIES)),
                )
            )
    return items


def _gtin(number: int) -> str:
    """A GTIN-13 under prefix 952, which GS1 keeps for demonstrations (GS1 General Specifications, 1.4)."""
    digits = f"952{number:09}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"
