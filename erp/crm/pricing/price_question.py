"""From an entered line to what the pricing function asks: the item, its unit as an exact factor, base quantity."""

from collections.abc import Mapping
from fractions import Fraction
from uuid import UUID

from erp.crm.pricing.entry import LineEntry
from erp.crm.pricing.waterfall import PriceQuestion
from erp.inventory.api import ItemFacts, UnitFactor
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.quantity import to_base

CHARGE_KINDS = ("freight", "handling", "service", "fee", "other")
CHARGE_UNIT = "EA"


def price_question(
    number: int, entry: LineEntry, found: Mapping[UUID, ItemFacts], factors: Mapping[UUID, list[UnitFactor]]
) -> PriceQuestion:
    """The question of one line; ``number`` counts the lines from 0 and names the field of a refusal.

    Raises: Refused (no such item or unit, a quantity that does not convert exactly, a charge without its price).
    """
    if entry.qty <= 0:
        raise Refused("The quantity must be greater than zero.", field=f"lines-{number}-qty")
    if not ZERO <= entry.discount_percent <= 100:
        raise Refused("A discount lies between 0 and 100 %.", field=f"lines-{number}-discount_percent")
    if entry.item_id is None:
        return _charge(number, entry)
    item = found.get(entry.item_id)
    if item is None or item.status != "active":
        raise Refused("There is no such item for sale.", field=f"lines-{number}-item")
    unit = entry.unit.strip().upper() or item.base_unit
    factor = next((f for f in factors[item.id] if f.unit == unit), None)
    if factor is None and unit != item.base_unit:
        known = ", ".join(f.unit for f in factors[item.id])
        raise Refused(
            "%(sku)s has no unit %(unit)s. It has %(known)s.",
            field=f"lines-{number}-unit", sku=item.sku, unit=unit, known=known,
        )
    numerator, denominator = (factor.numerator, factor.denominator) if factor else (1, 1)
    try:
        qty = to_base(entry.qty, numerator, denominator, item.qty_quantum)
    except Refused as refusal:
        raise Refused(
            "%(sku)s: %(why)s",
            field=f"lines-{number}-qty", sku=item.sku, why=refusal,
        ) from refusal
    return PriceQuestion(
        key=new_id(),
        item_id=item.id,
        family_id=item.family_id,
        base_unit=item.base_unit,
        unit=unit,
        entered_qty=entry.qty,
        qty=qty,
        factor=Fraction(numerator, denominator),
        discount_percent=entry.discount_percent,
        set_price=entry.unit_price,
        reason=entry.reason,
        promotion_id=entry.promotion_id,
    )


def _charge(number: int, entry: LineEntry) -> PriceQuestion:
    """A charge has no list price: what is entered is its price."""
    if entry.charge_kind not in CHARGE_KINDS:
        raise Refused("Name an item, or the kind of charge.", field=f"lines-{number}-item")
    if not entry.description.strip():
        raise Refused("A charge needs a description.", field=f"lines-{number}-description")
    if entry.unit_price is None:
        raise Refused("A charge needs a price.", field=f"lines-{number}-unit_price")
    return PriceQuestion(
        key=new_id(),
        item_id=None,
        family_id=None,
        base_unit=CHARGE_UNIT,
        unit=entry.unit.strip().upper() or CHARGE_UNIT,
        entered_qty=entry.qty,
        qty=entry.qty,
        factor=Fraction(1),
        set_price=entry.unit_price,
        reason=entry.reason,
    )
