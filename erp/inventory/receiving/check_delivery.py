"""Reading a delivery: which ordered line each pack belongs to, how many base units, which lot, which bin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.purchasing.cost_lines import read_factors
from erp.inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine
from erp.inventory.receiving.find_lots import LotOnDelivery, find_lots
from erp.kernel.errors import NotFound, Refused
from erp.kernel.quantity import NotExact, to_base
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class DeliveredLine:
    """What the receiver counted.

    Units: ``qty`` counts ``unit``, the ordered unit where none is given. Without a bin the goods stand in the
    receiving bin until they are put away. ``final`` says that this was the last of the ordered line; ``field`` names
    where it was typed, for a refusal to point at.
    """

    purchase_order_line_id: UUID
    qty: Decimal
    unit: str | None = None
    bin_id: UUID | None = None
    lot_code: str = ""
    expires_on: date | None = None
    final: bool = False
    field: str | None = None


@dataclass(frozen=True)
class CheckedLine:
    """A delivered line that can be received: its ordered line, base quantity, lot and bin."""

    ordered: PurchaseOrderLine
    qty: Decimal
    entered_qty: Decimal
    unit: str
    lot_id: UUID | None
    bin_id: UUID
    final: bool
    label: str
    field: str


def check_delivery(
    work: UnitOfWork,
    order: PurchaseOrder,
    ordered: Sequence[PurchaseOrderLine],
    delivered: Sequence[DeliveredLine],
    received_on: date,
) -> list[CheckedLine]:
    """Resolve and check every delivered line, in a number of executions that does not grow with them.

    Raises: NotFound or Refused naming the line: not of this order, inexact quantity, missing lot, wrong bin.
    """
    if not delivered:
        raise Refused("Enter what came: at least one line.", field="lines")
    lines = {line.id: line for line in ordered}
    labels = {}
    for number, line in enumerate(delivered):
        if line.purchase_order_line_id not in lines:
            raise NotFound(
                "Line %(number)s is not of %(number2)s.",
                field=line.field or f"lines-{number}", number=number + 1, number2=order.number,
            )
        labels[number] = f"Line {number + 1}, {lines[line.purchase_order_line_id].description}"
    items = _read_items(work, {lines[line.purchase_order_line_id].item_id for line in delivered})
    factors = _read_factors(work, lines, items, delivered)
    lots = find_lots(work, _labels(lines, items, delivered, labels), items, received_on)
    bins = _read_bins(work, order.warehouse_id)
    checked = []
    for number, line in enumerate(delivered):
        ordered_line = lines[line.purchase_order_line_id]
        item = items[ordered_line.item_id]
        unit = line.unit or ordered_line.unit
        field, label = line.field or f"lines-{number}", labels[number]
        qty = _base_qty(line, item, unit, factors, label, field)
        lot_id = lots[item.id, line.lot_code.strip()] if item.tracking != "none" else None
        bin_id = _choose_bin(line, bins, label, field)
        checked.append(CheckedLine(ordered_line, qty, line.qty, unit, lot_id, bin_id, line.final, label, field))
    _refuse_known_serials(work, checked, items)
    return checked


def _read_items(work: UnitOfWork, item_ids: set[UUID]) -> dict[UUID, Row[Any]]:
    rows = work.execute(
        text("""SELECT id, sku, base_unit, qty_quantum, tracking, expiry_required, shelf_life_days
                FROM inventory.item WHERE id = ANY(CAST(:ids AS uuid[]))"""),
        {"ids": list(item_ids)},
    )
    return {row.id: row for row in rows}


def _read_factors(
    work: UnitOfWork,
    lines: Mapping[UUID, PurchaseOrderLine],
    items: Mapping[UUID, Row[Any]],
    delivered: Sequence[DeliveredLine],
) -> dict[tuple[UUID, str], tuple[int, int]]:
    """The ordered units keep the fractions they were ordered with; others are looked up."""
    known = {(line.item_id, line.unit): (line.numerator, line.denominator) for line in lines.values()}
    asked = {(lines[line.purchase_order_line_id].item_id, line.unit) for line in delivered if line.unit}
    return {**read_factors(work, items), **known} if asked - set(known) else known


def _labels(
    lines: Mapping[UUID, PurchaseOrderLine],
    items: Mapping[UUID, Row[Any]],
    delivered: Sequence[DeliveredLine],
    labels: Mapping[int, str],
) -> list[LotOnDelivery]:
    """The lots and serial numbers that tracked items came with."""
    given = []
    for number, line in enumerate(delivered):
        item = items[lines[line.purchase_order_line_id].item_id]
        code, field = line.lot_code.strip(), line.field or f"lines-{number}"
        if item.tracking == "none":
            if code:
                raise Refused(
                    "%(number)s: %(sku)s is kept without lots. Leave the lot empty.",
                    field=f"{field}-lot_code", number=labels[number], sku=item.sku,
                )
            continue
        if not code:
            kind = "lot" if item.tracking == "lot" else "serial number"
            raise Refused(
                "%(number)s: enter the %(kind)s.",
                field=f"{field}-lot_code", number=labels[number], kind=kind,
            )
        given.append(LotOnDelivery(item.id, code, line.expires_on, labels[number], field))
    return given


def _base_qty(
    line: DeliveredLine,
    item: Row[Any],
    unit: str,
    factors: Mapping[tuple[UUID, str], tuple[int, int]],
    label: str,
    field: str,
) -> Decimal:
    if line.qty <= 0:
        raise Refused(
            "%(label)s: receive more than nothing, or leave the line out.",
            field=f"{field}-qty", label=label,
        )
    if (item.id, unit) not in factors:
        raise Refused(
            "%(label)s: %(sku)s has no unit %(unit)s.",
            field=f"{field}-unit", label=label, sku=item.sku, unit=unit,
        )
    try:
        qty = to_base(line.qty, *factors[item.id, unit], item.qty_quantum)
    except NotExact as error:
        raise Refused("%(label)s: %(why)s", field=f"{field}-qty", label=label, why=error) from error
    if item.tracking == "serial" and qty != 1:
        raise Refused(
            "%(label)s: %(sku)s has serial numbers. Enter each piece on a line of its own.",
            field=f"{field}-qty", label=label, sku=item.sku,
        )
    return qty


def _read_bins(work: UnitOfWork, warehouse_id: UUID) -> list[Row[Any]]:
    return list(
        work.execute(
            text("""SELECT id, code, kind FROM inventory.bin
                    WHERE warehouse_id = :warehouse AND status = 'active' AND kind IN ('receiving', 'storage')
                    ORDER BY kind = 'storage', pick_sequence, code"""),
            {"warehouse": warehouse_id},
        )
    )


def _choose_bin(line: DeliveredLine, bins: Sequence[Row[Any]], label: str, field: str) -> UUID:
    if line.bin_id is not None:
        if line.bin_id not in {bin_.id for bin_ in bins}:
            raise Refused(
                "%(label)s: goods are received into a receiving or storage bin of the ordering warehouse.",
                field=f"{field}-bin", label=label,
            )
        return line.bin_id
    if not bins or bins[0].kind != "receiving":
        raise Refused(
            "%(label)s: the warehouse has no receiving bin. Choose a storage bin, or set one up.",
            field=f"{field}-bin", label=label,
        )
    bin_id: UUID = bins[0].id
    return bin_id


def _refuse_known_serials(work: UnitOfWork, checked: Sequence[CheckedLine], items: Mapping[UUID, Row[Any]]) -> None:
    """A serial number names one piece: it cannot come while it is here, nor twice on one delivery."""
    serials = [line for line in checked if items[line.ordered.item_id].tracking == "serial"]
    if not serials:
        return
    seen: set[UUID | None] = set(
        work.session.scalars(
            text("""SELECT lot_id FROM inventory.stock_balance
                    WHERE lot_id = ANY(CAST(:lots AS uuid[])) AND qty_on_hand > 0"""),
            {"lots": [line.lot_id for line in serials]},
        )
    )
    for line in serials:
        if line.lot_id in seen:
            raise Refused(
                "%(label)s: this serial number is in stock already. Check the label.",
                field=f"{line.field}-lot_code", label=line.label,
            )
        seen.add(line.lot_id)
