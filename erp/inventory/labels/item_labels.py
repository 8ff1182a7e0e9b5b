"""Labels of an item or one of its packs, with lot and expiry where they are said."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.catalog.queries import items
from erp.inventory.labels.label import Fact, Label, goods_symbol
from erp.inventory.labels.wanted import Wanted
from erp.kernel.errors import NotFound, Refused

_PACK = text("""
    SELECT u.unit, u.numerator, u.denominator,
           (SELECT min(b.code) FROM inventory.item_barcode b
            WHERE b.item_id = u.item_id AND b.unit = u.unit AND b.symbology = 'gtin') AS gtin
    FROM inventory.item_unit u WHERE u.item_id = :item AND u.unit = :unit""")


def item_labels(session: Session, item_id: UUID, wanted: Wanted) -> list[Label]:
    """So many labels of one pack of the item; its base unit where no pack is said.

    Raises: NotFound; Refused for a unit the item does not have.
    """
    item = items(session, [item_id]).get(item_id)
    if item is None:
        raise NotFound("There is no such item.")
    unit = wanted.unit.strip().upper() or item.base_unit
    pack = session.execute(_PACK, {"item": item_id, "unit": unit}).one_or_none()
    if pack is None:
        raise Refused("%(sku)s has no unit %(unit)s.", field="unit", sku=item.sku, unit=unit)
    facts = []
    if wanted.lot:
        facts.append(Fact("Lot", wanted.lot))
    if wanted.expires_on:
        facts.append(Fact("Expires", wanted.expires_on))
    facts.append(Fact("Unit", pack_text(unit, pack.numerator, pack.denominator, item.base_unit)))
    symbol = goods_symbol(item.sku, pack.gtin, wanted.lot, wanted.expires_on)
    return [Label("", item.sku, item.description, tuple(facts), long=(symbol,))] * wanted.copies


def pack_text(unit: str, numerator: int, denominator: int, base_unit: str) -> str:
    """``BOX = 12 EA``, or the unit alone where it is the base unit."""
    if unit == base_unit:
        return unit
    many = str(numerator) if denominator == 1 else f"{numerator}/{denominator}"
    return f"{unit} = {many} {base_unit}"
