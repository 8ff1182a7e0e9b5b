"""Write a correction of stock: movements, value, document and event. Every kind of correction ends here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.inventory.adjustments.free_allocations import free_allocations
from erp.inventory.adjustments.models import StockAdjustment, StockAdjustmentLine
from erp.inventory.events import AdjustedLine, StockAdjusted
from erp.inventory.fulfilment.fill_backorders import fill_backorders
from erp.inventory.locations.queries import WarehouseFacts
from erp.inventory.stock.locking import StockKey
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.valuation.consume import IssueQuantity, consume_cost
from erp.inventory.valuation.current_costs import lock_current_costs
from erp.inventory.valuation.pools import CostKey
from erp.inventory.valuation.receive import ReceiptValue, value_receipts
from erp.kernel.identifiers import new_id
from erp.kernel.money import round_amount
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization

SOURCE_KIND = "stock_adjustment"


@dataclass(frozen=True)
class AdjustmentLine:
    """A signed quantity of one stock key. ``unit_cost`` values what is found; without it the pool's cost does."""

    item_id: UUID
    bin_id: UUID
    qty: Decimal
    unit_cost: Decimal | None = None
    lot_id: UUID | None = None
    status: str = "available"


@dataclass(frozen=True)
class PostedAdjustment:
    """What was written: the document, its number, and what each line changed in value."""

    id: UUID
    number: str
    amounts: tuple[Decimal, ...]


def post_adjustment(
    work: UnitOfWork,
    place: WarehouseFacts,
    *,
    reason: str,
    lines: Sequence[AdjustmentLine],
    occurred_on: date,
    note: str = "",
    origin_kind: str | None = None,
    origin_id: UUID | None = None,
    movement_kind: str = "adjustment",
) -> PostedAdjustment:
    """Post checked lines: quantities, then value, then the document; publishes StockAdjusted as the last step.

    Raises: Refused where more would go than is there.
    """
    adjustment_id, event_id = new_id(), work.reserve_event_id()
    line_ids = [new_id() for _ in lines]
    free_allocations(work, _losses(place, lines))
    record_movements(
        work,
        [
            Movement(
                company_id=place.company_id,
                item_id=line.item_id,
                warehouse_id=place.id,
                bin_id=line.bin_id,
                lot_id=line.lot_id,
                status=line.status,
                qty=line.qty,
                kind=movement_kind,
                occurred_on=occurred_on,
                source_kind=SOURCE_KIND,
                source_id=adjustment_id,
                source_line_id=line_id,
                source_event_id=event_id,
            )
            for line_id, line in zip(line_ids, lines, strict=True)
        ],
    )
    found = {(line.item_id, place.id) for line in lines if line.qty > 0 and line.status == "available"}
    if found:
        fill_backorders(work, found)
    amounts, families = _value(work, place, line_ids, lines, occurred_on, event_id)
    (number,) = draw_numbers(work, "stock_adjustment")
    header = {
        "id": adjustment_id,
        "company_id": place.company_id,
        "number": number,
        "branch_id": place.branch_id,
        "warehouse_id": place.id,
        "reason": reason,
        "note": note.strip(),
        "origin_kind": origin_kind,
        "origin_id": origin_id,
        "occurred_on": occurred_on,
        "recorded_at": work.now,
        "actor": work.actor.name,
    }
    insert_rows(work, StockAdjustment, [header])
    _write_lines(work, adjustment_id, line_ids, lines, amounts)
    work.publish(
        StockAdjusted(
            company_id=place.company_id,
            occurred_on=occurred_on,
            adjustment_id=adjustment_id,
            number=number,
            branch_id=place.branch_id,
            warehouse_id=place.id,
            reason=reason,
            lines=tuple(
                AdjustedLine(line_id, line.item_id, families[line_id], line.qty, amounts[line_id])
                for line_id, line in zip(line_ids, lines, strict=True)
            ),
        )
    )
    return PostedAdjustment(adjustment_id, number, tuple(amounts[line_id] for line_id in line_ids))


def _losses(place: WarehouseFacts, lines: Sequence[AdjustmentLine]) -> dict[StockKey, Decimal]:
    """What each stock key loses on balance."""
    changes: dict[StockKey, Decimal] = defaultdict(Decimal)
    for line in lines:
        key = StockKey(place.company_id, line.item_id, place.id, line.bin_id, line.lot_id, line.status, None)
        changes[key] -= line.qty
    return {key: qty for key, qty in changes.items() if qty > 0}


def _value(
    work: UnitOfWork,
    place: WarehouseFacts,
    line_ids: Sequence[UUID],
    lines: Sequence[AdjustmentLine],
    occurred_on: date,
    event_id: UUID,
) -> tuple[dict[UUID, Decimal], dict[UUID, UUID]]:
    """Value what came and what went, as one step: every pool is locked before the first is changed.

    Goods found are worth what the pool's goods cost before the step, so that moving a quantity from one lot to
    another by two lines changes nothing in value.
    """
    keys = [CostKey(place.company_id, line.item_id, place.id, line.lot_id) for line in lines]
    present = lock_current_costs(work, [(key, abs(line.qty)) for key, line in zip(keys, lines, strict=True)])
    minor_units = organization.company(work.session, place.company_id).minor_units
    lost, found = [], []
    for line_id, line, cost in zip(line_ids, lines, present, strict=True):
        source = (line_id, place.company_id, line.item_id, place.id)
        if line.qty < 0:
            lost.append(IssueQuantity(*source, -line.qty, occurred_on, SOURCE_KIND, line_id, line.lot_id))
        else:
            amount = cost if line.unit_cost is None else round_amount(line.unit_cost * line.qty, minor_units)
            found.append(ReceiptValue(*source, line.qty, amount, occurred_on, SOURCE_KIND, line_id, line.lot_id))
    amounts, families = {}, {}
    for line_id, taken in consume_cost(work, lost, event_id, kind="adjustment").items():
        amounts[line_id], families[line_id] = -taken.amount, taken.family_id
    for line_id, brought in value_receipts(work, found, event_id, kind="adjustment").items():
        amounts[line_id], families[line_id] = brought.stock_amount, brought.family_id
    return amounts, families


def _write_lines(
    work: UnitOfWork,
    adjustment_id: UUID,
    line_ids: Sequence[UUID],
    lines: Sequence[AdjustmentLine],
    amounts: dict[UUID, Decimal],
) -> None:
    insert_rows(
        work,
        StockAdjustmentLine,
        [
            {
                "id": line_id,
                "adjustment_id": adjustment_id,
                "position": position,
                "item_id": line.item_id,
                "bin_id": line.bin_id,
                "lot_id": line.lot_id,
                "status": line.status,
                "qty": line.qty,
                "unit_cost": line.unit_cost,
                "amount": amounts[line_id],
            }
            for position, (line_id, line) in enumerate(zip(line_ids, lines, strict=True), start=1)
        ],
    )
