"""What must be right about a stock adjustment before a single row is locked."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, text

from erp.inventory.adjustments.post_adjustment import AdjustmentLine
from erp.inventory.locations.queries import WarehouseFacts
from erp.inventory.stock.statuses import STOCK_STATUSES
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork

_REASON = text("SELECT name, direction, active FROM inventory.adjustment_reason WHERE code = :code")
_LINES = text(
    "SELECT g.n, i.sku, i.kind, i.status, i.tracking, i.qty_quantum, b.id IS NOT NULL AS bin_known, "
    "  b.status AS bin_status, b.code AS bin, l.id IS NOT NULL AS lot_known "
    "FROM unnest(CAST(:items AS uuid[]), CAST(:bins AS uuid[]), CAST(:lots AS uuid[])) "
    "  WITH ORDINALITY AS g(item_id, bin_id, lot_id, n) "
    "LEFT JOIN inventory.item i ON i.id = g.item_id "
    "LEFT JOIN inventory.bin b ON b.id = g.bin_id AND b.warehouse_id = :warehouse_id "
    "LEFT JOIN inventory.lot l ON l.id = g.lot_id AND l.item_id = g.item_id ORDER BY g.n"
)


def check_adjustment(
    work: UnitOfWork, place: WarehouseFacts, reason: str, lines: Sequence[AdjustmentLine]
) -> None:
    """Refuse an adjustment whose reason, items, bins, lots or quantities cannot be. Two executions for any number.

    Raises: Refused or NotFound, marking the field ``lines-<n>-...`` that is wrong.
    """
    if not lines:
        raise Refused("The adjustment has no lines. Enter what was found or lost.")
    known = work.execute(_REASON, {"code": reason}).one_or_none()
    if known is None or not known.active:
        raise Refused("Choose a reason from the list.", field="reason")
    rows = work.execute(
        _LINES,
        {
            "items": [line.item_id for line in lines],
            "bins": [line.bin_id for line in lines],
            "lots": [line.lot_id for line in lines],
            "warehouse_id": place.id,
        },
    )
    for n, (row, line) in enumerate(zip(rows, lines, strict=True)):
        _check_line(place, row, line, f"lines-{n}-")
        wrong = (known.direction == "up" and line.qty < 0) or (known.direction == "down" and line.qty > 0)
        if wrong:
            way = "adds" if known.direction == "up" else "takes away"
            raise Refused(
                "The reason “%(name)s” only %(way)s stock: change the sign of %(sku)s or the reason.",
                field=f"lines-{n}-qty", name=known.name, way=way, sku=row.sku,
            )


def _check_line(place: WarehouseFacts, row: Row[Any], line: AdjustmentLine, field: str) -> None:
    if row.sku is None:
        raise NotFound("There is no such item. Choose one from the list.", field=f"{field}item")
    if row.kind != "stocked":
        raise Refused("%(sku)s is a service and has no stock.", field=f"{field}item", sku=row.sku)
    if row.status == "draft":
        raise Refused("%(sku)s is still a draft. Activate the item first.", field=f"{field}item", sku=row.sku)
    if not row.bin_known:
        raise NotFound(
            "Warehouse %(code)s has no such bin. Choose one of its bins.",
            field=f"{field}bin", code=place.code,
        )
    if row.bin_status != "active" and line.qty > 0:
        raise Refused("Bin %(bin)s is closed: put the goods elsewhere.", field=f"{field}bin", bin=row.bin)
    if line.status not in STOCK_STATUSES or line.status == "in_transit":
        raise Refused("Goods in transit are corrected by receiving the transfer.", field=f"{field}status")
    if line.qty == 0:
        raise Refused(
            "%(sku)s: a quantity of zero changes nothing. Leave the line out.",
            field=f"{field}qty", sku=row.sku,
        )
    if line.qty % row.qty_quantum:
        raise Refused(
            "%(sku)s is counted in steps of %(normalize)s: %(qty)s is none.",
            field=f"{field}qty", sku=row.sku, normalize=f"{row.qty_quantum.normalize() + 0:f}", qty=line.qty,
        )
    if line.unit_cost is not None and (line.unit_cost < 0 or line.qty < 0):
        raise Refused(
            "%(sku)s: a unit cost of zero or more belongs to goods found; goods lost leave at what they cost.",
            field=f"{field}unit_cost", sku=row.sku,
        )
    if (row.tracking != "none") != row.lot_known:
        needs = "name the lot" if row.tracking != "none" else "it is not kept by lot"
        raise Refused("%(sku)s: %(needs)s.", field=f"{field}lot", sku=row.sku, needs=needs)
    if row.tracking == "serial" and abs(line.qty) != Decimal(1):
        raise Refused("%(sku)s: a serial number is one piece.", field=f"{field}qty", sku=row.sku)
