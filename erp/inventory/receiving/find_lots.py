"""The lots of a delivery: known ones are found again, new ones are written down with their expiry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.catalog.models import Lot
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class LotOnDelivery:
    """What the label of a delivered pack says."""

    item_id: UUID
    code: str
    expires_on: date | None
    label: str
    field: str


def find_lots(
    work: UnitOfWork, given: Sequence[LotOnDelivery], items: Mapping[UUID, Row[Any]], received_on: date
) -> dict[tuple[UUID, str], UUID]:
    """The lot of each (item, code), made where it is new; at most two executions, none without lots.

    An expiry that the label lacks follows from the item's shelf life.
    Raises: Refused where an expiry is required and unknown, already past, or contradicts what the lot had before.
    """
    if not given:
        return {}
    expiries = {(lot.item_id, lot.code): _expiry(lot, items[lot.item_id], received_on) for lot in given}
    rows = [
        {"id": new_id(), "item_id": item_id, "code": code, "expires_on": expires_on, "created_at": work.now}
        for (item_id, code), expires_on in sorted(expiries.items())
    ]
    insert_rows(work, Lot, rows, on_conflict_do_nothing=True)
    found = {
        (row.item_id, row.code): row
        for row in work.execute(
            text("""SELECT l.id, l.item_id, l.code, l.expires_on FROM inventory.lot l
                    JOIN unnest(CAST(:items AS uuid[]), CAST(:codes AS text[])) AS g(item_id, code)
                      ON g.item_id = l.item_id AND g.code = l.code"""),
            {"items": [row["item_id"] for row in rows], "codes": [row["code"] for row in rows]},
        )
    }
    for lot in given:
        _check(lot, found[lot.item_id, lot.code].expires_on, items[lot.item_id], received_on)
    return {key: row.id for key, row in found.items()}


def _expiry(lot: LotOnDelivery, item: Row[Any], received_on: date) -> date | None:
    if lot.expires_on is None and item.shelf_life_days is not None:
        return received_on + timedelta(days=item.shelf_life_days)
    return lot.expires_on


def _check(lot: LotOnDelivery, known: date | None, item: Row[Any], received_on: date) -> None:
    """Compare the label with what is known of the lot by now, this delivery included."""
    field = f"{lot.field}-expires_on"
    if known is None and item.expiry_required:
        raise Refused("%(label)s: enter the expiry date of lot %(code)s.", field=field, label=lot.label, code=lot.code)
    if lot.expires_on is not None and known != lot.expires_on:
        raise Refused(
            "%(label)s: lot %(code)s is known to expire on %(known)s, the delivery says %(expires_on)s. Check the "
            "label, or give the lot another code.",
            field=field, label=lot.label, code=lot.code, known=known or 'no day', expires_on=lot.expires_on,
        )
    if known is not None and known < received_on:
        raise Refused(
            "%(label)s: lot %(code)s expired on %(known)s. Refuse the goods.",
            field=field, label=lot.label, code=lot.code, known=known,
        )
