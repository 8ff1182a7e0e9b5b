"""Shipped lines as returns see them: how much left, and how much of it may still come back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ShippedLine:
    """A line of a shipment, under the shipment's lock (base units)."""

    id: UUID
    company_id: UUID
    number: str
    status: str
    item_id: UUID
    qty: Decimal
    qty_return_authorized: Decimal

    @property
    def qty_returnable(self) -> Decimal:
        """Shipped, and not yet authorized to come back."""
        return self.qty - self.qty_return_authorized


_LOCK_SHIPMENTS = text("""
    SELECT s.id FROM inventory.shipment s
    WHERE s.id IN (SELECT shipment_id FROM inventory.shipment_line WHERE id = ANY(CAST(:lines AS uuid[])))
    ORDER BY s.id FOR NO KEY UPDATE""")

_LINES = text("""
    SELECT l.id, l.company_id, s.number, s.status, l.item_id, l.qty, l.qty_return_authorized
    FROM inventory.shipment_line l JOIN inventory.shipment s ON s.id = l.shipment_id
    WHERE l.id = ANY(CAST(:lines AS uuid[]))""")

_CHANGE = text("""
    UPDATE inventory.shipment_line l SET qty_return_authorized = l.qty_return_authorized + given.qty
    FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty) WHERE l.id = given.id""")


def lock_shipped_lines(work: UnitOfWork, line_ids: Collection[UUID]) -> dict[UUID, ShippedLine]:
    """Lock the shipments of these lines, in id order, and return the lines: nobody voids or returns meanwhile."""
    if not line_ids:
        return {}
    work.execute(_LOCK_SHIPMENTS, {"lines": list(line_ids)})
    return {row.id: ShippedLine(*tuple(row)) for row in work.execute(_LINES, {"lines": list(line_ids)})}


def change_authorized(work: UnitOfWork, by_line: Mapping[UUID, Decimal]) -> None:
    """Raise (or, with negative quantities, lower) what may come back of lines whose shipments are locked."""
    if by_line:
        work.execute(_CHANGE, {"ids": list(by_line), "quantities": list(by_line.values())})
