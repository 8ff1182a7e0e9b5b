"""Read the lines of a shipment as confirming and voiding need them."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PackedLine:
    """A shipment line with its item's family (base units; cost once shipped)."""

    id: UUID
    company_id: UUID
    shipment_id: UUID
    demand_line_id: UUID
    origin_line_id: UUID
    item_id: UUID
    family_id: UUID
    lot_id: UUID | None
    bin_id: UUID
    qty: Decimal
    cost_amount: Decimal | None
    qty_return_authorized: Decimal


_LINES = text("""
    SELECT l.id, l.company_id, l.shipment_id, l.demand_line_id, l.origin_line_id, l.item_id, i.family_id, l.lot_id,
           l.bin_id, l.qty, l.cost_amount, l.qty_return_authorized
    FROM inventory.shipment_line l JOIN inventory.item i ON i.id = l.item_id
    WHERE l.shipment_id = :shipment ORDER BY l.position""")


def load_lines(work: UnitOfWork, shipment_id: UUID) -> list[PackedLine]:
    """The lines in their order; call it under the shipment's lock."""
    return [PackedLine(*tuple(row)) for row in work.execute(_LINES, {"shipment": shipment_id})]
