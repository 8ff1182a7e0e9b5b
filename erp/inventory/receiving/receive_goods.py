"""A supplier's delivery has arrived: it is ours, it is in a bin, and we owe for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from erp.inventory.events import GoodsReceived, ReceivedLine
from erp.inventory.fulfilment.fill_backorders import fill_backorders
from erp.inventory.purchasing.cost_lines import amount_of
from erp.inventory.purchasing.lock_purchase_order import lock_purchase_order, write_progress
from erp.inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine
from erp.inventory.receiving.check_delivery import CheckedLine, DeliveredLine, check_delivery
from erp.inventory.receiving.models import GoodsReceipt, GoodsReceiptLine
from erp.inventory.receiving.tolerance import LineProgress, settle_line
from erp.inventory.stock.change_on_order import OnOrderChange, change_on_order
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.valuation.receive import ReceiptValue, ReceivedCost, value_receipts
from erp.kernel.errors import Conflict
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization

SOURCE_KIND = "goods_receipt"


def receive_goods(
    work: UnitOfWork,
    purchase_order_id: UUID,
    lines: Sequence[DeliveredLine],
    *,
    received_on: date,
    delivery_note: str = "",
) -> UUID:
    """Take in a delivery against a submitted purchase order; return the goods receipt's id.

    The goods are valued at the purchase order's cost. What came beyond the tolerance is refused; what is missing
    within it is not expected any more.

    Units: each line counts the unit it names, exactly convertible to base units.
    Rounding: amounts half up to the minor unit, cumulatively, so that the receipts of an ordered line add up to
    that line's cost however it was delivered.
    Raises: NotFound; Conflict where the order is not submitted; Refused naming the line and the figures.
    Effects: publishes GoodsReceived (the books: inventory against goods received not invoiced); waiting demand is
    promised the goods by priority and promise date.
    """
    order, ordered = lock_purchase_order(work, purchase_order_id)
    work.require("inventory.goods_receipt.create", order.branch_id)
    if order.status != "submitted":
        raise Conflict(
            "%(number)s is %(status)s; goods come in against a submitted purchase order.",
            number=order.number, status=order.status,
        )
    checked = check_delivery(work, order, ordered, lines, received_on)
    open_before = {line.id: line.qty_open for line in ordered}
    amounts = _settle(checked, organization.company(work.session, order.company_id).minor_units)
    rows = _receipt_lines(order, checked, amounts)
    receipt_id, number = _write(work, order, rows, received_on, delivery_note)
    write_progress(work, list({line.ordered.id: line.ordered for line in checked}.values()))
    event_id = work.reserve_event_id()
    record_movements(work, _movements(order, receipt_id, rows, received_on, event_id))
    costs = value_receipts(work, _values(order, rows, received_on), event_id)
    change_on_order(
        work,
        [
            OnOrderChange(order.company_id, line.item_id, order.warehouse_id, line.qty_open - open_before[line.id])
            for line in ordered
        ],
    )
    fill_backorders(work, {(line.ordered.item_id, order.warehouse_id) for line in checked})
    work.publish(_event(order, receipt_id, number, rows, costs, received_on))
    return receipt_id


def _settle(checked: Sequence[CheckedLine], minor_units: int) -> list[Decimal]:
    """Move every ordered line forward by what came of it; return the amount of each delivered line."""
    totals: dict[UUID, Decimal] = defaultdict(Decimal)
    last: dict[UUID, CheckedLine] = {}
    final: set[UUID] = set()
    for line in checked:
        totals[line.ordered.id] += line.qty
        last[line.ordered.id] = line
        final |= {line.ordered.id} if line.final else set()
    dropped = {
        line_id: settle_line(
            _progress(line.ordered),
            totals[line_id],
            final=line_id in final,
            label=line.label,
            field=f"{line.field}-qty",
        )
        for line_id, line in last.items()
    }
    amounts = []
    for line in checked:
        ordered = line.ordered
        before = _cost_of(ordered, ordered.qty_received, minor_units)
        ordered.qty_received += line.qty
        amounts.append(_cost_of(ordered, ordered.qty_received, minor_units) - before)
    for line_id, qty in dropped.items():
        last[line_id].ordered.qty_cancelled += qty
    return amounts


def _progress(ordered: PurchaseOrderLine) -> LineProgress:
    return LineProgress(
        ordered.qty,
        ordered.qty_received,
        ordered.qty_cancelled,
        ordered.over_receipt_percent,
        ordered.under_receipt_percent,
    )


def _cost_of(ordered: PurchaseOrderLine, qty: Decimal, minor_units: int) -> Decimal:
    return amount_of(qty, ordered.entered_unit_cost, ordered.numerator, ordered.denominator, minor_units)


def _receipt_lines(
    order: PurchaseOrder, checked: Sequence[CheckedLine], amounts: Sequence[Decimal]
) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "company_id": order.company_id,
            "position": position,
            "purchase_order_line_id": line.ordered.id,
            "item_id": line.ordered.item_id,
            "lot_id": line.lot_id,
            "bin_id": line.bin_id,
            "entered_qty": line.entered_qty,
            "unit": line.unit,
            "qty": line.qty,
            "unit_cost": line.ordered.unit_cost,
            "amount": amount,
        }
        for position, (line, amount) in enumerate(zip(checked, amounts, strict=True), start=1)
    ]


def _write(
    work: UnitOfWork,
    order: PurchaseOrder,
    rows: Sequence[Mapping[str, Any]],
    received_on: date,
    delivery_note: str,
) -> tuple[UUID, str]:
    receipt_id, number = new_id(), draw_numbers(work, SOURCE_KIND)[0]
    header = {
        "id": receipt_id,
        "company_id": order.company_id,
        "branch_id": order.branch_id,
        "warehouse_id": order.warehouse_id,
        "purchase_order_id": order.id,
        "supplier_id": order.supplier_id,
        "number": number,
        "received_on": received_on,
        "delivery_note": delivery_note.strip(),
        "currency": order.currency,
        "total_amount": sum((row["amount"] for row in rows), Decimal(0)),
        "received_by": work.actor.name,
        "recorded_at": work.now,
    }
    insert_rows(work, GoodsReceipt, [header])
    insert_rows(work, GoodsReceiptLine, [{**row, "goods_receipt_id": receipt_id} for row in rows])
    return receipt_id, number


def _movements(
    order: PurchaseOrder,
    receipt_id: UUID,
    rows: Sequence[Mapping[str, Any]],
    received_on: date,
    event_id: UUID,
) -> list[Movement]:
    return [
        Movement(
            company_id=order.company_id,
            item_id=row["item_id"],
            warehouse_id=order.warehouse_id,
            bin_id=row["bin_id"],
            lot_id=row["lot_id"],
            qty=row["qty"],
            kind="receipt",
            occurred_on=received_on,
            source_kind=SOURCE_KIND,
            source_id=receipt_id,
            source_line_id=row["id"],
            source_event_id=event_id,
        )
        for row in rows
    ]


def _values(order: PurchaseOrder, rows: Sequence[Mapping[str, Any]], received_on: date) -> list[ReceiptValue]:
    return [
        ReceiptValue(
            key=row["id"],
            company_id=order.company_id,
            item_id=row["item_id"],
            warehouse_id=order.warehouse_id,
            qty=row["qty"],
            amount=row["amount"],
            occurred_on=received_on,
            source_kind=SOURCE_KIND,
            source_line_id=row["id"],
            lot_id=row["lot_id"],
        )
        for row in rows
    ]


def _event(
    order: PurchaseOrder,
    receipt_id: UUID,
    number: str,
    rows: Sequence[Mapping[str, Any]],
    costs: Mapping[UUID, ReceivedCost],
    received_on: date,
) -> GoodsReceived:
    return GoodsReceived(
        company_id=order.company_id,
        occurred_on=received_on,
        goods_receipt_id=receipt_id,
        number=number,
        purchase_order_id=order.id,
        supplier_id=order.supplier_id,
        branch_id=order.branch_id,
        warehouse_id=order.warehouse_id,
        lines=tuple(
            ReceivedLine(
                goods_receipt_line_id=row["id"],
                purchase_order_line_id=row["purchase_order_line_id"],
                item_id=row["item_id"],
                family_id=costs[row["id"]].family_id,
                qty=row["qty"],
                amount=row["amount"],
                stock_amount=costs[row["id"]].stock_amount,
            )
            for row in rows
        ),
    )
