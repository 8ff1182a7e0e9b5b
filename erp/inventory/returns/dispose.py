"""Dispose of a return: it is decided, and done, what becomes of returned goods."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.events import DisposedLine, ReturnDispositioned
from erp.inventory.fulfilment.fill_backorders import fill_backorders
from erp.inventory.plain_quantity import plain
from erp.inventory.returns.models import DISPOSITIONS, ReturnDisposition, ReturnReceipt
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.valuation.consume import IssueQuantity, consume_cost
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows, lock_rows
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)
STAYS_AS = {"restock": "available", "refurbish": "quarantine"}  # stock status of goods that stay
LEAVES_AS = {"scrap": "scrap", "return_to_supplier": "supplier_return"}  # kind of movement and cost entry of the rest


@dataclass(frozen=True)
class Disposal:
    """What becomes of a quantity of one return receipt line (base units); goods that stay may go to another bin."""

    line_id: UUID
    disposition: str  # restock, refurbish, scrap, return_to_supplier
    qty: Decimal
    reason: str = ""
    bin_id: UUID | None = None


def dispose_return(
    work: UnitOfWork, receipt_id: UUID, disposals: Sequence[Disposal], *, occurred_on: date
) -> bool:
    """Restock, refurbish, scrap or send to the supplier what came back, whole or in parts.

    Restocked goods are available again and go to whoever waits for them; goods to refurbish stand in quarantine;
    scrap and returns to the supplier leave stock at the item's current cost. Returns whether nothing of the receipt
    waits for a decision any more.

    Units: base units.
    Raises: NotFound; Forbidden; Refused for goods not inspected yet, scrap without a reason, or a bin elsewhere;
    Conflict for more than still waits for a decision.
    Effects: stock movements, cost entries for what leaves; ReturnDispositioned: the books take the loss, and credit
    the customer once the receipt is complete.
    """
    receipts = lock_rows(work, ReturnReceipt, [receipt_id])
    if not receipts:
        raise NotFound("There is no such return receipt.")
    receipt = receipts[0]
    work.require("inventory.return.dispose", receipt.branch_id)
    lines = {row.id: row for row in work.execute(_LINES, {"receipt": receipt_id})}
    decided = _check(disposals, lines)
    bins = {disposal.bin_id for disposal in disposals if disposal.bin_id is not None}
    if bins:
        _check_bins(work, receipt.warehouse_id, bins)
    event_id = work.reserve_event_id()
    ids = [new_id() for _ in disposals]
    movements = []
    for disposal_id, disposal in zip(ids, disposals, strict=True):
        movements += _movements(receipt, lines[disposal.line_id], disposal_id, disposal, occurred_on, event_id)
    record_movements(work, movements)
    restocked = {(lines[d.line_id].item_id, receipt.warehouse_id) for d in disposals if d.disposition == "restock"}
    if restocked:
        fill_backorders(work, restocked)
    costs: dict[UUID, Decimal] = {}
    for disposition, kind in LEAVES_AS.items():
        leaving = [
            _issue(receipt, lines[disposal.line_id], disposal_id, disposal, occurred_on)
            for disposal_id, disposal in zip(ids, disposals, strict=True)
            if disposal.disposition == disposition
        ]
        consumed = consume_cost(work, leaving, event_id, kind)
        costs |= {disposal_id: cost.amount for disposal_id, cost in consumed.items()}
    work.execute(_DISPOSE, {"ids": list(decided), "quantities": list(decided.values())})
    insert_rows(work, ReturnDisposition, _rows(work, ids, disposals, lines, costs, occurred_on))
    complete = all(line.qty_dispositioned + decided.get(line.id, ZERO) == line.qty for line in lines.values())
    work.publish(
        ReturnDispositioned(
            company_id=receipt.company_id,
            occurred_on=occurred_on,
            return_receipt_id=receipt_id,
            number=receipt.number,
            origin_kind=receipt.origin_kind,
            origin_id=receipt.origin_id,
            branch_id=receipt.branch_id,
            warehouse_id=receipt.warehouse_id,
            receipt_complete=complete,
            lines=tuple(
                DisposedLine(
                    return_receipt_line_id=disposal.line_id,
                    origin_line_id=lines[disposal.line_id].origin_line_id,
                    item_id=lines[disposal.line_id].item_id,
                    family_id=lines[disposal.line_id].family_id,
                    disposition=disposal.disposition,
                    qty=disposal.qty,
                    cost_amount=costs.get(disposal_id, ZERO),
                )
                for disposal_id, disposal in zip(ids, disposals, strict=True)
            ),
        )
    )
    return complete


_LINES = text("""
    SELECT l.id, l.company_id, l.position, l.origin_line_id, l.item_id, i.family_id, i.sku, i.qty_quantum, l.lot_id,
           l.bin_id, l.qty, l.qty_dispositioned, l.condition
    FROM inventory.return_receipt_line l JOIN inventory.item i ON i.id = l.item_id
    WHERE l.receipt_id = :receipt ORDER BY l.position""")

_DISPOSE = text("""
    UPDATE inventory.return_receipt_line l SET qty_dispositioned = l.qty_dispositioned + given.qty
    FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty) WHERE l.id = given.id""")

_BINS = text("""
    SELECT count(*) FROM inventory.bin
    WHERE id = ANY(CAST(:bins AS uuid[])) AND warehouse_id = :warehouse AND status = 'active' AND kind <> 'transit'""")


def _check(disposals: Sequence[Disposal], lines: Mapping[UUID, Row[Any]]) -> dict[UUID, Decimal]:
    """How much of each line is decided now; refuse what cannot be."""
    if not disposals:
        raise Refused("Nothing was decided. Enter what becomes of the goods.", field="lines")
    decided: dict[UUID, Decimal] = defaultdict(Decimal)
    for disposal in disposals:
        line = lines.get(disposal.line_id)
        if line is None:
            raise NotFound("There is no such line on the return receipt.")
        if disposal.disposition not in DISPOSITIONS:
            raise Refused(
                "The disposition is one of: %(dispositions)s.",
                field="disposition", dispositions=', '.join(DISPOSITIONS),
            )
        if disposal.qty <= 0 or disposal.qty % line.qty_quantum:
            raise Refused(
                "%(sku)s is counted in %(qty_quantum)s.",
                field="qty", sku=line.sku, qty_quantum=plain(line.qty_quantum),
            )
        if line.condition is None:
            raise Refused("%(sku)s has not been inspected yet. Say what condition it is in first.", sku=line.sku)
        if disposal.disposition == "scrap" and not disposal.reason.strip():
            raise Refused("Say why %(sku)s is scrapped.", field="reason", sku=line.sku)
        decided[line.id] += disposal.qty
        if decided[line.id] > line.qty - line.qty_dispositioned:
            raise Conflict(
                "%(qty_dispositioned)s of %(sku)s wait for a decision; %(id)s were entered.",
                field="qty", qty_dispositioned=plain(line.qty - line.qty_dispositioned), sku=line.sku,
                id=plain(decided[line.id]),
            )
    return decided


def _check_bins(work: UnitOfWork, warehouse_id: UUID, bins: set[UUID]) -> None:
    if work.execute(_BINS, {"bins": list(bins), "warehouse": warehouse_id}).scalar_one() != len(bins):
        raise Refused("Choose an active bin of this warehouse.", field="bin")


def _movements(
    receipt: Row[Any], line: Row[Any], disposal_id: UUID, disposal: Disposal, occurred_on: date, event_id: UUID
) -> list[Movement]:
    """Out of inspection; into its new status where the goods stay. Between statuses no value moves."""
    stays = STAYS_AS.get(disposal.disposition)
    out = Movement(
        company_id=line.company_id,
        item_id=line.item_id,
        warehouse_id=receipt.warehouse_id,
        bin_id=line.bin_id,
        lot_id=line.lot_id,
        status="inspection",
        qty=-disposal.qty,
        kind="status_change" if stays else LEAVES_AS[disposal.disposition],
        occurred_on=occurred_on,
        source_kind="return_disposition",
        source_id=receipt.id,
        source_line_id=disposal_id,
        source_event_id=None if stays else event_id,
    )
    if stays is None:
        return [out]
    return [out, replace(out, bin_id=disposal.bin_id or line.bin_id, status=stays, qty=disposal.qty)]


def _issue(
    receipt: Row[Any], line: Row[Any], disposal_id: UUID, disposal: Disposal, occurred_on: date
) -> IssueQuantity:
    return IssueQuantity(
        key=disposal_id,
        company_id=line.company_id,
        item_id=line.item_id,
        warehouse_id=receipt.warehouse_id,
        qty=disposal.qty,
        occurred_on=occurred_on,
        source_kind="return_disposition",
        source_line_id=disposal_id,
        lot_id=line.lot_id,
    )


def _rows(
    work: UnitOfWork,
    ids: Sequence[UUID],
    disposals: Sequence[Disposal],
    lines: Mapping[UUID, Row[Any]],
    costs: Mapping[UUID, Decimal],
    occurred_on: date,
) -> list[dict[str, object]]:
    return [
        {
            "id": disposal_id, "company_id": lines[disposal.line_id].company_id,
            "return_receipt_line_id": disposal.line_id, "disposition": disposal.disposition, "qty": disposal.qty,
            "bin_id": disposal.bin_id or lines[disposal.line_id].bin_id, "reason": disposal.reason.strip(),
            "cost_amount": costs.get(disposal_id, ZERO), "disposed_on": occurred_on, "disposed_at": work.now,
            "disposed_by": work.actor.name,
        }
        for disposal_id, disposal in zip(ids, disposals, strict=True)
    ]
