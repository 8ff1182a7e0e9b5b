"""Check rows of prices before they enter a list or an agreement."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from erp.inventory.api import items, unit_factors
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from erp.crm.pricing.set_prices import PriceRow


def check_price_rows(work: UnitOfWork, rows: "Sequence[PriceRow]") -> None:
    """Refuse rows that the tables would refuse, in words, naming the row."""
    if not rows:
        raise Refused("Enter at least one price.")
    item_ids = {row.item_id for row in rows if row.item_id is not None}
    found = items(work.session, item_ids)
    factors = unit_factors(work.session, item_ids)
    for n, row in enumerate(rows):
        if (row.unit_price is None) == (row.discount_percent is None):
            raise Refused("Give a price or a per cent, one of the two.", field=f"lines-{n}-unit_price")
        if row.item_id is not None and row.family_id is not None:
            raise Refused("Name an item or a family, not both.", field=f"lines-{n}-item")
        if row.item_id is not None and row.item_id not in found:
            raise Refused("There is no such item.", field=f"lines-{n}-item")
        if row.unit_price is not None:
            if row.item_id is None or not row.unit:
                raise Refused("A price is for one unit of one item.", field=f"lines-{n}-item")
            if row.unit_price < 0:
                raise Refused("A price cannot be below zero.", field=f"lines-{n}-unit_price")
            known = {factor.unit for factor in factors[row.item_id]} | {found[row.item_id].base_unit}
            if row.unit not in known:
                raise Refused(
                    "%(sku)s has no unit %(unit)s. It has %(known)s.",
                    field=f"lines-{n}-unit", sku=found[row.item_id].sku, unit=row.unit,
                    known=', '.join(sorted(known)),
                )
        elif row.unit:
            raise Refused("A per cent is for every unit: leave the unit empty.", field=f"lines-{n}-unit")
        elif not -900 <= (row.discount_percent or 0) <= 100:
            raise Refused("A per cent lies between -900 (on top) and 100.", field=f"lines-{n}-discount_percent")
        if row.min_qty < 0:
            raise Refused("A minimum quantity cannot be below zero.", field=f"lines-{n}-min_qty")
        if row.valid_to is not None and row.valid_to < row.valid_from:
            raise Refused("The last day lies before the first.", field=f"lines-{n}-valid_to")
