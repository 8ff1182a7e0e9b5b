"""Follow received goods to where they are now: on hand, sold, moved on, come back, or gone otherwise.

A receipt is a cost layer; each issue keeps links to the layers it used; goods that come back or arrive by transfer
are layers of their own, reached through the entry that brought them. The walk takes two executions a step away from
the receipt, whatever the number of receipts.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork

MAX_STEPS = 50


@dataclass(frozen=True)
class Whereabouts:
    """A share of a receipt, in received units, and what became of it.

    ``fate`` is on_hand, sold or other (scrapped, adjusted away, sent back); ``layer_id`` and ``pool_id`` are those
    of goods on hand.
    """

    receipt_line_id: UUID
    fate: str
    warehouse_id: UUID
    qty: Fraction
    layer_id: UUID | None = None
    pool_id: UUID | None = None


@dataclass(frozen=True)
class ReceiptLayer:
    """The layer that a goods receipt line brought."""

    id: UUID
    receipt_line_id: UUID
    pool_id: UUID
    company_id: UUID
    item_id: UUID
    family_id: UUID
    warehouse_id: UUID
    cost_entry_id: UUID
    qty_received: Decimal


_RECEIPTS = text(
    "SELECT y.id, y.source_line_id, y.pool_id, y.company_id, y.item_id, e.family_id, e.warehouse_id, "
    "  y.cost_entry_id, y.qty_received "
    "FROM inventory.cost_layer y JOIN inventory.cost_entry e ON e.id = y.cost_entry_id "
    "WHERE y.source_line_id = ANY(CAST(:lines AS uuid[])) AND e.kind = 'receipt'"
)
_LAYERS = text(
    "SELECT y.id, y.pool_id, y.qty_received, y.qty_remaining, e.warehouse_id "
    "FROM inventory.cost_layer y JOIN inventory.cost_entry e ON e.id = y.cost_entry_id "
    "WHERE y.id = ANY(CAST(:layers AS uuid[]))"
)
_USES = text(
    "SELECT c.layer_id, c.issue_entry_id, c.qty, e.kind, -e.qty AS issue_qty, e.warehouse_id "
    "FROM inventory.cost_consumption c JOIN inventory.cost_entry e ON e.id = c.issue_entry_id "
    "WHERE c.layer_id = ANY(CAST(:layers AS uuid[])) ORDER BY c.layer_id, c.id"
)
_ONWARD = text(
    "SELECT e.corrects_id, y.id, y.parent_layer_id, y.qty_received "
    "FROM inventory.cost_entry e JOIN inventory.cost_layer y ON y.cost_entry_id = e.id "
    "WHERE e.corrects_id = ANY(CAST(:entries AS uuid[])) "
    "  AND e.kind IN ('customer_return', 'void', 'transfer_in') ORDER BY y.id"
)


def receipt_layers(work: UnitOfWork, receipt_line_ids: Collection[UUID]) -> dict[UUID, ReceiptLayer]:
    """The layers of goods receipt lines. Raises: NotFound for a line that was never valued."""
    rows = work.execute(_RECEIPTS, {"lines": list(receipt_line_ids)})
    found = {row.source_line_id: ReceiptLayer(*tuple(row)) for row in rows}
    if len(found) < len(set(receipt_line_ids)):
        raise NotFound("There is no such goods receipt line, so no cost can be added to it.")
    return found


def trace_receipts(work: UnitOfWork, receipts: Mapping[UUID, ReceiptLayer]) -> list[Whereabouts]:
    """Where every unit of the receipts is now; the shares of one receipt add up to what it brought."""
    found: list[Whereabouts] = []
    frontier: dict[tuple[UUID, UUID], Fraction] = {
        (line_id, layer.id): Fraction(layer.qty_received) for line_id, layer in receipts.items()
    }
    for _ in range(MAX_STEPS):
        if not frontier:
            return found
        frontier = _step(work, frontier, found)
    raise RuntimeError("goods cannot have moved on so often: the links of the cost ledger run in a circle")


def _step(
    work: UnitOfWork, frontier: Mapping[tuple[UUID, UUID], Fraction], found: list[Whereabouts]
) -> dict[tuple[UUID, UUID], Fraction]:
    """Go one step on from each (receipt, layer): what stays is found, what moved on is the next frontier."""
    layer_ids = list({layer_id for _, layer_id in frontier})
    layers = {row.id: row for row in work.execute(_LAYERS, {"layers": layer_ids})}
    uses: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in work.execute(_USES, {"layers": layer_ids}):
        uses[row.layer_id].append(row)
    onward: dict[UUID, list[Row[Any]]] = defaultdict(list)
    entries = list({use.issue_entry_id for layer_uses in uses.values() for use in layer_uses})
    if entries:
        for row in work.execute(_ONWARD, {"entries": entries}):
            onward[row.corrects_id].append(row)
    following: dict[tuple[UUID, UUID], Fraction] = defaultdict(Fraction)
    for (line_id, layer_id), qty in frontier.items():
        layer = layers[layer_id]
        per_unit = qty / Fraction(layer.qty_received)
        if layer.qty_remaining:
            share = per_unit * Fraction(layer.qty_remaining)
            found.append(Whereabouts(line_id, "on_hand", layer.warehouse_id, share, layer_id, layer.pool_id))
        for use in uses[layer_id]:
            used = per_unit * Fraction(use.qty)
            moved = _moved_on(use, onward[use.issue_entry_id])
            for next_layer, part in moved.items():
                following[line_id, next_layer] += used * part
            stayed = used * (1 - sum(moved.values(), Fraction(0)))
            if stayed:
                fate = "sold" if use.kind == "issue" else "other"
                found.append(Whereabouts(line_id, fate, use.warehouse_id, stayed))
    return following


def _moved_on(use: Row[Any], layers: list[Row[Any]]) -> dict[UUID, Fraction]:
    """Which part of what an issue took from a layer went on to which other layers.

    A layer that names its parent took exactly that parent's units; one that does not is a mixture of all the
    issue's, in proportion.
    """
    parts: dict[UUID, Fraction] = {}
    for layer in layers:
        if layer.parent_layer_id == use.layer_id:
            parts[layer.id] = Fraction(layer.qty_received) / Fraction(use.qty)
        elif layer.parent_layer_id is None:
            parts[layer.id] = Fraction(layer.qty_received) / Fraction(use.issue_qty)
    return parts
