"""Write the cost ledger: entries, the links from issues to receipts, layers, and the event's mark for the books."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.inventory.valuation.arithmetic import PoolState, Taken
from erp.inventory.valuation.models import CostConsumption, CostEntry, CostLayer, CostPosting
from erp.kernel.identifiers import new_id
from erp.kernel.money import round_unit
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewEntry:
    """A line about to enter the cost ledger; quantity and amount are signed alike."""

    id: UUID
    pool: PoolState
    warehouse_id: UUID
    kind: str
    qty: Decimal
    amount: Decimal
    occurred_on: date
    source_kind: str
    source_line_id: UUID
    corrects_id: UUID | None = None


@dataclass(frozen=True)
class NewLayer:
    """Goods that came into a pool with one entry, at one unit cost."""

    pool: PoolState
    cost_entry_id: UUID
    qty: Decimal
    value: Decimal
    received_on: date
    source_kind: str
    source_line_id: UUID
    queue_id: UUID | None = None
    parent_layer_id: UUID | None = None


def append_entries(work: UnitOfWork, entries: Sequence[NewEntry], source_event_id: UUID) -> None:
    """Append the entries of one event and mark the event as one that moved value."""
    insert_rows(
        work,
        CostEntry,
        [
            {
                "id": entry.id,
                "company_id": entry.pool.company_id,
                "source_event_id": source_event_id,
                "pool_id": entry.pool.id,
                "item_id": entry.pool.item_id,
                "family_id": entry.pool.family_id,
                "warehouse_id": entry.warehouse_id,
                "kind": entry.kind,
                "qty": entry.qty,
                "amount": entry.amount,
                "occurred_on": entry.occurred_on,
                "source_kind": entry.source_kind,
                "source_line_id": entry.source_line_id,
                "corrects_id": entry.corrects_id,
            }
            for entry in entries
        ],
    )
    companies: Collection[UUID] = {entry.pool.company_id for entry in entries}
    insert_rows(
        work,
        CostPosting,
        [{"source_event_id": source_event_id, "company_id": company_id} for company_id in companies],
        on_conflict_do_nothing=True,
    )


def append_links(work: UnitOfWork, links: Sequence[tuple[UUID, Taken]]) -> None:
    """Append which layers each issue entry used."""
    insert_rows(
        work,
        CostConsumption,
        [
            {
                "id": new_id(),
                "issue_entry_id": entry_id,
                "layer_id": taken.layer_id,
                "qty": taken.qty,
                "amount": taken.amount,
            }
            for entry_id, taken in links
        ],
    )


def add_layers(work: UnitOfWork, layers: Sequence[NewLayer]) -> None:
    """Add the layers that receipts, returns and arriving transfers bring."""
    rows = []
    for layer in layers:
        layer_id = new_id()
        rows.append(
            {
                "id": layer_id,
                "pool_id": layer.pool.id,
                "company_id": layer.pool.company_id,
                "item_id": layer.pool.item_id,
                "queue_id": layer.queue_id or layer_id,
                "parent_layer_id": layer.parent_layer_id,
                "received_on": layer.received_on,
                "cost_entry_id": layer.cost_entry_id,
                "source_kind": layer.source_kind,
                "source_line_id": layer.source_line_id,
                "qty_received": layer.qty,
                "qty_remaining": layer.qty,
                "unit_cost": round_unit(layer.value / layer.qty),
                "value_received": layer.value,
                "value_remaining": layer.value,
            }
        )
    insert_rows(work, CostLayer, rows)
