"""Open a count: a sheet that lists what shall be counted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from erp.inventory.counting.models import StockCount, StockCountLine
from erp.inventory.locations.queries import warehouse
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

_TO_COUNT = text(
    "SELECT b.bin_id, b.item_id, b.lot_id, b.status FROM inventory.stock_balance b "
    "JOIN inventory.bin n ON n.id = b.bin_id "
    "JOIN inventory.item i ON i.id = b.item_id "
    "LEFT JOIN inventory.lot l ON l.id = b.lot_id "
    "WHERE b.warehouse_id = :warehouse_id AND b.qty_on_hand > 0 AND b.status <> 'in_transit' AND b.owner_id IS NULL "
    "  AND (CAST(:bins AS uuid[]) IS NULL OR b.bin_id = ANY(CAST(:bins AS uuid[]))) "
    "  AND (CAST(:items AS uuid[]) IS NULL OR b.item_id = ANY(CAST(:items AS uuid[]))) "
    "ORDER BY n.pick_sequence, n.code, i.sku, l.code, b.status"
)


def open_count(
    work: UnitOfWork,
    *,
    warehouse_id: UUID,
    bin_ids: Sequence[UUID] | None = None,
    item_ids: Sequence[UUID] | None = None,
    note: str = "",
) -> UUID:
    """A sheet lists every stock key of the chosen bins and items, in walking order; goods go on moving.

    Raises: NotFound; Refused where nothing stands in the chosen bins.
    """
    place = warehouse(work.session, warehouse_id)
    work.require("inventory.count.enter", place.branch_id)
    found = work.execute(
        _TO_COUNT,
        {
            "warehouse_id": place.id,
            "bins": None if bin_ids is None else list(bin_ids),
            "items": None if item_ids is None else list(item_ids),
        },
    ).all()
    if not found and not bin_ids:
        raise Refused("There is nothing to count there. Choose other bins or items.", field="bins")
    count_id = new_id()
    (number,) = draw_numbers(work, "stock_count")
    header = {
        "id": count_id,
        "company_id": place.company_id,
        "number": number,
        "branch_id": place.branch_id,
        "warehouse_id": place.id,
        "status": "open",
        "note": note.strip(),
        "opened_at": work.now,
        "opened_by": work.actor.name,
    }
    insert_rows(work, StockCount, [header])
    insert_rows(
        work,
        StockCountLine,
        [
            {
                "id": new_id(),
                "count_id": count_id,
                "position": position,
                "bin_id": row.bin_id,
                "item_id": row.item_id,
                "lot_id": row.lot_id,
                "status": row.status,
            }
            for position, row in enumerate(found, start=1)
        ],
    )
    return count_id
