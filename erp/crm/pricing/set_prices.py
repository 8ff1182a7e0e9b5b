"""Set prices in a price list: from a day on, ending what held for the same item, unit and quantity before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.pricing.check_price_rows import check_price_rows
from erp.crm.pricing.models import PriceListLine
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PriceRow:
    """One price per ``unit`` of an item, or one per cent off for an item, a family, or (neither given) everything.

    Units: ``min_qty`` counts ``unit`` for a price, base units for a per cent.
    """

    valid_from: date
    item_id: UUID | None = None
    family_id: UUID | None = None
    unit: str | None = None
    min_qty: Decimal = Decimal(0)
    unit_price: Decimal | None = None
    discount_percent: Decimal | None = None
    valid_to: date | None = None


# What holds on the first day of a new row and has no end, or ends later, ends the day before; a row that would begin
# on the same day or later is left to the exclusion constraint, which refuses the overlap.
_END = text("""
    UPDATE crm.price_list_line l SET valid_to = given.valid_from - 1
      FROM unnest(CAST(:items AS uuid[]), CAST(:families AS uuid[]), CAST(:units AS text[]),
                  CAST(:mins AS numeric[]), CAST(:froms AS date[]))
           AS given(item_id, family_id, unit, min_qty, valid_from)
     WHERE l.price_list_id = :list AND l.item_id IS NOT DISTINCT FROM given.item_id
       AND l.family_id IS NOT DISTINCT FROM given.family_id AND l.unit IS NOT DISTINCT FROM given.unit
       AND l.min_qty = given.min_qty AND l.valid_from < given.valid_from
       AND coalesce(l.valid_to, 'infinity') >= given.valid_from
""")


def set_prices(work: UnitOfWork, price_list_id: UUID, rows: Sequence[PriceRow]) -> None:
    """Add prices to a list; an earlier price of the same item, unit and quantity ends the day before.

    Raises: NotFound, Refused (a row that is neither price nor per cent, days in the wrong order), Conflict (the new
    price overlaps one that begins later).
    Effects: the list's version grows; the audit trail keeps old and new.
    """
    work.require("crm.price_list.change")
    check_price_rows(work, rows)
    found = work.execute(
        text("UPDATE crm.price_list SET version = version + 1 WHERE id = :id RETURNING status"), {"id": price_list_id}
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such price list.")
    if found.status != "active":
        raise Refused("That price list is retired.")
    work.execute(_END, {"list": price_list_id, **key_arrays(rows)})
    insert_rows(
        work,
        PriceListLine,
        [{"id": new_id(), "price_list_id": price_list_id, **vars(row)} for row in rows],
    )


def key_arrays(rows: Sequence[PriceRow]) -> dict[str, list[Any]]:
    """What makes two price rows speak of the same thing, as arrays."""
    return {
        "items": [row.item_id for row in rows],
        "families": [row.family_id for row in rows],
        "units": [row.unit for row in rows],
        "mins": [row.min_qty for row in rows],
        "froms": [row.valid_from for row in rows],
    }


