"""Pack a shipment: what was picked for it becomes its lines and goes into cartons."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.packing.number_cartons import number_cartons
from erp.inventory.shipping.models import Carton, Shipment, ShipmentLine
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows, lock_rows
from erp.kernel.unit_of_work import UnitOfWork


class NotPickedYet(Conflict):
    """Pick tasks of the shipment are still open."""


@dataclass(frozen=True)
class PackedCarton:
    """One carton as it stands on the scales."""

    weight_kg: Decimal | None = None
    tracking: str | None = None


def pack_shipment(
    work: UnitOfWork, shipment_id: UUID, cartons: Sequence[PackedCarton] = (PackedCarton(),)
) -> list[UUID]:
    """Close the cartons: from here on the shipment's lines stand, one for each demand line, bin and lot picked.

    Carton codes follow the shipment's number (``SH-100001-1``). Packing a packed shipment changes nothing.
    Returns the ids of the shipment's lines.

    Raises: NotFound; Forbidden; Refused without a carton; NotPickedYet; Conflict when it is already shipped or void.
    """
    shipments = lock_rows(work, Shipment, [shipment_id])
    if not shipments:
        raise NotFound("There is no such shipment.")
    shipment = shipments[0]
    work.require("inventory.shipment.pack", shipment.branch_id)
    if shipment.status == "packed":
        return _line_ids(work, shipment_id)
    if shipment.status != "picking":
        raise Conflict(
            "Shipment %(number)s is %(status)s; it cannot be packed.",
            number=shipment.number, status=shipment.status,
        )
    if not cartons:
        raise Refused("A shipment needs at least one carton.", field="cartons")
    picked = work.execute(_PICKED, {"shipment": shipment_id}).all()
    still_open = sum(row.still_open for row in picked)
    if still_open:
        raise NotPickedYet(
            "%(still_open)s picks of %(number)s are still open. Finish or cancel the picking.",
            still_open=still_open, number=shipment.number,
        )
    rows = [
        {
            "id": new_id(), "company_id": shipment.company_id, "shipment_id": shipment_id, "position": position,
            "demand_line_id": row.demand_line_id, "origin_line_id": row.origin_line_id, "item_id": row.item_id,
            "lot_id": row.lot_id, "bin_id": row.bin_id, "stock_balance_id": row.stock_balance_id, "qty": row.qty,
        }
        for position, row in enumerate((row for row in picked if row.qty > 0), start=1)
    ]
    if not rows:
        raise Refused("Nothing was picked for %(number)s. Cancel its picking instead.", number=shipment.number)
    insert_rows(work, ShipmentLine, rows)
    insert_rows(
        work,
        Carton,
        [
            {
                "id": new_id(), "company_id": shipment.company_id, "shipment_id": shipment_id,
                "position": position, "code": f"{shipment.number}-{position}", "weight_kg": carton.weight_kg,
                "tracking": carton.tracking,
            }
            for position, carton in enumerate(cartons, start=1)
        ],
    )
    number_cartons(work, shipment.company_id, shipment_id)
    work.execute(_PACKED, {"shipment": shipment_id, "now": work.now, "actor": work.actor.name})
    return _ids(rows)


_PICKED = text("""
    SELECT t.demand_line_id, d.origin_line_id, t.item_id, t.lot_id, t.bin_id, t.stock_balance_id,
           sum(t.qty_picked) AS qty, count(*) FILTER (WHERE t.status = 'open') AS still_open, min(t.sequence) AS first
    FROM inventory.pick_task t JOIN inventory.demand_line d ON d.id = t.demand_line_id
    WHERE t.shipment_id = :shipment AND t.status <> 'cancelled'
    GROUP BY t.demand_line_id, d.origin_line_id, t.item_id, t.lot_id, t.bin_id, t.stock_balance_id
    ORDER BY t.demand_line_id, first""")

_PACKED = text("""
    UPDATE inventory.shipment SET status = 'packed', packed_at = :now, packed_by = :actor WHERE id = :shipment""")


def _ids(rows: Sequence[dict[str, object]]) -> list[UUID]:
    return [line_id for row in rows if isinstance(line_id := row["id"], UUID)]


def _line_ids(work: UnitOfWork, shipment_id: UUID) -> list[UUID]:
    return list(
        work.execute(
            text("SELECT id FROM inventory.shipment_line WHERE shipment_id = :shipment ORDER BY position"),
            {"shipment": shipment_id},
        ).scalars()
    )
