"""What a new item is described by, and what must be right about it before it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from erp.inventory.catalog.gtin import looks_like_gtin, require_gtin
from erp.inventory.catalog.models import COST_POOL_SCOPES, COSTING_METHODS, ITEM_KINDS, ITEM_STATUSES, TRACKING
from erp.kernel.errors import Refused


@dataclass(frozen=True)
class NewUnit:
    """One of ``unit`` is exactly ``numerator / denominator`` base units: a case of 12 is 12 / 1."""

    unit: str
    numerator: int
    denominator: int = 1


@dataclass(frozen=True)
class NewBarcode:
    """A code on the item, or on a pack of it. Eight, twelve, thirteen or fourteen digits are checked as a GTIN."""

    code: str
    unit: str | None = None  # None: the base unit
    symbology: str | None = None  # None: a GTIN where it looks like one


@dataclass(frozen=True)
class CompanyTerms:
    """How a company values the item; what is left out follows the company's settings."""

    company_id: UUID
    costing_method: str | None = None
    cost_pool_scope: str | None = None
    standard_unit_cost: Decimal | None = None


@dataclass(frozen=True)
class NewItem:
    """An item to be written down."""

    sku: str
    description: str
    family_id: UUID
    base_unit: str = "EA"
    qty_quantum: Decimal = Decimal(1)
    kind: str = "stocked"
    tracking: str = "none"
    expiry_required: bool = False
    shelf_life_days: int | None = None
    tax_class: str = "standard"
    weight_kg: Decimal | None = None
    volume_m3: Decimal | None = None
    best_before_days: int = 0
    removal_days: int = 0
    alert_days: int = 0
    status: str = "active"
    units: Sequence[NewUnit] = ()
    barcodes: Sequence[NewBarcode] = ()
    companies: Sequence[CompanyTerms] = ()

    @property
    def clean_sku(self) -> str:
        """Item numbers are kept in capitals: what differs by case alone is the same item."""
        return self.sku.strip().upper()


def check_new_item(item: NewItem) -> None:
    """Refuse what cannot be right about an item, whatever else there is in the catalogue."""
    if not item.clean_sku or not item.description.strip():
        raise Refused(
            "An item needs a number and a description.", field="sku" if not item.clean_sku else "description"
        )
    _one_of(item.kind, ITEM_KINDS, "kind")
    _one_of(item.tracking, TRACKING, "tracking")
    _one_of(item.status, ITEM_STATUSES, "status")
    if item.qty_quantum <= 0:
        raise Refused("The smallest quantity must be above zero.", field="qty_quantum")
    if item.tracking == "serial" and item.qty_quantum != 1:
        raise Refused("Serial numbers count whole pieces: set the smallest quantity to 1.", field="qty_quantum")
    if item.expiry_required and item.tracking == "none":
        raise Refused("Only lots and serial numbers can expire: track the item by lot.", field="tracking")
    if item.shelf_life_days is not None and item.shelf_life_days < 1:
        raise Refused("The shelf life is a number of days from 1 up.", field="shelf_life_days")
    for name in ("best_before_days", "removal_days", "alert_days"):
        if getattr(item, name) < 0:
            raise Refused("Days before the expiry are a number from zero up.", field=name)
    check_units(item.base_unit, item.units)
    for terms in item.companies:
        check_terms(terms)
        check_lot_costs(terms.cost_pool_scope, item.tracking)


def check_units(base_unit: str, units: Sequence[NewUnit]) -> None:
    """Refuse a fraction that is none, a unit named twice, and a base unit that is not one of itself."""
    names = [unit.unit for unit in units]
    for n, unit in enumerate(units):
        if unit.numerator < 1 or unit.denominator < 1:
            raise Refused(
                "Say how many %(base_unit)s one %(unit)s is as a fraction of whole numbers from 1 up.",
                field=f"units-{n}-numerator", base_unit=base_unit, unit=unit.unit,
            )
        if unit.unit in names[:n]:
            raise Refused("The unit %(unit)s is there twice.", field=f"units-{n}-unit", unit=unit.unit)
        if unit.unit == base_unit and unit.numerator != unit.denominator:
            raise Refused(
                "%(base_unit)s is the base unit: one is one.",
                field=f"units-{n}-numerator", base_unit=base_unit,
            )


def check_terms(terms: CompanyTerms) -> None:
    """Refuse unknown ways of costing, and a standard cost that is missing or negative."""
    if terms.costing_method is not None:
        _one_of(terms.costing_method, COSTING_METHODS, "costing_method")
    if terms.cost_pool_scope is not None:
        _one_of(terms.cost_pool_scope, COST_POOL_SCOPES, "cost_pool_scope")
    if terms.costing_method == "standard" and terms.standard_unit_cost is None:
        raise Refused("Standard costing needs a standard cost. Enter it.", field="standard_unit_cost")
    if terms.standard_unit_cost is not None and terms.standard_unit_cost < 0:
        raise Refused("A standard cost is zero or more.", field="standard_unit_cost")


def check_lot_costs(cost_pool_scope: str | None, tracking: str) -> None:
    """Refuse one cost per lot for what is not kept by lot."""
    if cost_pool_scope == "lot" and tracking == "none":
        raise Refused("Only an item tracked by lot or serial number can cost so much a lot.", field="cost_pool_scope")


def clean_barcode(barcode: NewBarcode, *, field: str = "code") -> tuple[str, str]:
    """The code as it is kept, and its symbology; GTINs in 14 digits."""
    code = barcode.code.strip()
    if not code:
        raise Refused("A barcode is not empty.", field=field)
    symbology = barcode.symbology or ("gtin" if looks_like_gtin(code) else "free")
    _one_of(symbology, ("gtin", "free"), field)
    return (require_gtin(code, field=field), "gtin") if symbology == "gtin" else (code, "free")


def _one_of(value: str, allowed: Sequence[str], field: str) -> None:
    if value not in allowed:
        raise Refused(
            "%(value)s is not possible here: choose one of %(allowed)s.",
            field=field, value=value, allowed=', '.join(allowed),
        )
