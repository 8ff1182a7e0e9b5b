"""Say, in the words of the warehouse, why a quantity is not there."""

from decimal import Decimal

from sqlalchemy import text

from erp.inventory.stock.locking import StockKey
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


class NotEnoughStock(Refused):
    """A stock key, or an item in a warehouse, holds less than is asked of it."""


_NAMES = text(
    "SELECT i.sku, i.base_unit, b.code AS bin, w.code AS warehouse, l.code AS lot "
    "FROM inventory.item i "
    "LEFT JOIN inventory.bin b ON b.id = :bin_id "
    "LEFT JOIN inventory.warehouse w ON w.id = :warehouse_id "
    "LEFT JOIN inventory.lot l ON l.id = CAST(:lot_id AS uuid) "
    "WHERE i.id = :item_id"
)


def explain_shortage(
    work: UnitOfWork, key: StockKey, *, asked: Decimal, on_hand: Decimal, held: Decimal, promised: bool = False
) -> NotEnoughStock:
    """The refusal for a key that does not hold what is asked of it.

    ``held`` is what pick tasks hold of the bin or, where ``promised``, what orders hold of the warehouse.
    """
    names = work.execute(
        _NAMES,
        {
            "item_id": key.item_id,
            "bin_id": key.bin_id,
            "warehouse_id": key.warehouse_id,
            "lot_id": key.lot_id,
        },
    ).one_or_none()
    if names is None:
        return NotEnoughStock("Not enough stock: there is no such item.", field="item")
    lot = f", lot {names.lot}" if names.lot else ""
    place = f"warehouse {names.warehouse}" if promised else f"bin {names.bin} of warehouse {names.warehouse}{lot}"
    holder = "promised to orders" if promised else "held by open pick tasks"
    state = "" if promised else f" {key.status.replace('_', ' ')}"
    there = f"{_plain(on_hand)} {names.base_unit}{state} in {place}"
    if held > 0:
        there += f", {_plain(held)} of it {holder}"
        advice = "free the allocation first or take less"
    else:
        advice = "take it from another bin or correct the stock first"
    return NotEnoughStock(
        "Not enough stock of %(sku)s: %(asked)s %(base_unit)s asked, %(there)s; %(advice)s.",
        field="qty", sku=names.sku, asked=_plain(asked), base_unit=names.base_unit, there=there,
        advice=advice,
    )


def _plain(qty: Decimal) -> str:
    return f"{qty.normalize() + 0:f}"
