"""Write down lots and serial numbers that came to light."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.inventory.catalog.models import Lot
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

_ITEMS = text(
    "SELECT id, sku, tracking, expiry_required FROM inventory.item WHERE id = ANY(CAST(:ids AS uuid[]))"
)
_FOUND = text(
    "SELECT l.item_id, l.code, l.id, l.expires_on FROM inventory.lot l "
    "JOIN unnest(CAST(:items AS uuid[]), CAST(:codes AS text[])) AS g(item_id, code) "
    "  ON g.item_id = l.item_id AND g.code = l.code"
)


@dataclass(frozen=True)
class NewLot:
    """A lot of an item, by the code on its label."""

    item_id: UUID
    code: str
    expires_on: date | None = None


def add_lots(work: UnitOfWork, lots: Sequence[NewLot]) -> list[UUID]:
    """The lots exist; known ones are found again. Answers their ids in order, in at most three executions.

    Raises: Refused for an item that is not kept by lot, an expiry that is needed and missing, or one that contradicts
        what is known of the lot.
    """
    if not lots:
        return []
    known = {row.id: row for row in work.execute(_ITEMS, {"ids": [lot.item_id for lot in lots]})}
    for lot in lots:
        item = known.get(lot.item_id)
        if item is None or item.tracking == "none":
            raise Refused("%(item)s is not kept by lot.", field="lot", item=item.sku if item else 'The item')
    rows = [
        {"id": new_id(), "item_id": y.item_id, "code": y.code, "expires_on": y.expires_on, "created_at": work.now}
        for y in {(y.item_id, y.code): y for y in sorted(lots, key=lambda y: (y.item_id, y.code))}.values()
    ]
    insert_rows(work, Lot, rows, on_conflict_do_nothing=True)
    found = {
        (row.item_id, row.code): row
        for row in work.execute(
            _FOUND, {"items": [lot.item_id for lot in lots], "codes": [lot.code for lot in lots]}
        )
    }
    for lot in lots:
        expires_on = found[lot.item_id, lot.code].expires_on
        if lot.expires_on is not None and expires_on != lot.expires_on:
            raise Refused(
                "Lot %(code)s is known to expire on %(expires_on)s.",
                field="expires_on", code=lot.code, expires_on=expires_on or 'no day',
            )
        if expires_on is None and known[lot.item_id].expiry_required:
            raise Refused("Enter the expiry date of lot %(code)s.", field="expires_on", code=lot.code)
    return [found[lot.item_id, lot.code].id for lot in lots]
