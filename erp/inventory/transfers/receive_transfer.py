"""Receive a transfer: what arrived goes into bins, what did not is written off or stays on its way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.adjustments.post_adjustment import AdjustmentLine, post_adjustment
from erp.inventory.events import TransferReceived, TransferredLine
from erp.inventory.fulfilment.fill_backorders import fill_backorders
from erp.inventory.locations.queries import bins, first_bin, warehouse
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.transfers.lock_transfer import lock_transfer
from erp.inventory.transfers.models import TransferLine
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import update_rows
from erp.kernel.unit_of_work import UnitOfWork

SOURCE_KIND = "transfer_order"
ZERO = Decimal(0)


@dataclass(frozen=True)
class ArrivedLine:
    """So many base units of a transfer line arrived, and into which bin they go."""

    transfer_line_id: UUID
    qty: Decimal
    bin_id: UUID | None = None  # None: the receiving bin


def receive_transfer(
    work: UnitOfWork,
    transfer_order_id: UUID,
    arrived: Sequence[ArrivedLine],
    *,
    occurred_on: date,
    complete: bool = True,
) -> None:
    """What arrived is available at the destination. Where the delivery is ``complete``, the rest was lost.

    Units: base units. More than was shipped is refused: goods too many are found by an adjustment.
    Raises: NotFound; Conflict unless the order is shipped; Refused for too much, or a bin of another warehouse.
    Effects: publishes TransferReceived, and StockAdjusted with the reason ``transfer_loss`` for what was lost.
    """
    order, lines = lock_transfer(work, transfer_order_id)
    receiver = warehouse(work.session, order.to_warehouse_id)
    work.require("inventory.transfer.receive", receiver.branch_id)
    if order.status != "shipped":
        raise Conflict(
            "Transfer %(number)s is %(status)s; only a shipped transfer can be received.",
            number=order.number, status=order.status,
        )
    quantities = _check(work, receiver.id, lines, arrived)
    transit = first_bin(work.session, receiver.id, "transit")
    into = first_bin(work.session, receiver.id, "receiving")
    by_id = {line.id: line for line in lines}
    arrived = [new for new in arrived if new.qty]
    record_movements(
        work,
        [
            movement
            for new in arrived
            for movement in _pair(order, by_id[new.transfer_line_id], new, transit.id, into.id, occurred_on)
        ],
    )
    if arrived:
        fill_backorders(work, {(by_id[new.transfer_line_id].item_id, receiver.id) for new in arrived})
    lost = {line.id: _open(line) - quantities.get(line.id, ZERO) for line in lines} if complete else {}
    _write_progress(work, order, lines, quantities, lost, occurred_on)
    families = _families(work, lines)
    if any(lost.values()):
        post_adjustment(
            work,
            receiver,
            reason="transfer_loss",
            lines=[
                AdjustmentLine(
                    by_id[line_id].item_id, transit.id, -qty, lot_id=by_id[line_id].lot_id, status="in_transit"
                )
                for line_id, qty in lost.items()
                if qty
            ],
            occurred_on=occurred_on,
            note=f"Not arrived with {order.number}",
            origin_kind=SOURCE_KIND,
            origin_id=order.id,
        )
    work.publish(
        TransferReceived(
            company_id=order.company_id,
            occurred_on=occurred_on,
            transfer_order_id=order.id,
            number=order.number,
            to_branch_id=receiver.branch_id,
            to_warehouse_id=receiver.id,
            lines=tuple(
                TransferredLine(line_id, by_id[line_id].item_id, families[by_id[line_id].item_id], qty, ZERO)
                for line_id, qty in quantities.items()
            ),
        )
    )


def _open(line: Row[Any]) -> Decimal:
    still: Decimal = line.qty_shipped - line.qty_received - line.qty_lost
    return still


def _check(
    work: UnitOfWork, warehouse_id: UUID, lines: Sequence[Row[Any]], arrived: Sequence[ArrivedLine]
) -> dict[UUID, Decimal]:
    """What arrived by line. Raises where it cannot be."""
    by_id = {line.id: line for line in lines}
    known = {found.id for found in bins(work.session, warehouse_id)}
    quantities: dict[UUID, Decimal] = defaultdict(Decimal)
    for n, new in enumerate(arrived):
        line = by_id.get(new.transfer_line_id)
        if line is None:
            raise NotFound("The transfer has no such line.", field=f"lines-{n}-qty")
        if new.qty < 0:
            raise Refused("A quantity that arrived is zero or more.", field=f"lines-{n}-qty")
        if new.bin_id is not None and new.bin_id not in known:
            raise NotFound("The receiving warehouse has no such bin.", field=f"lines-{n}-bin")
        quantities[line.id] += new.qty
        if quantities[line.id] > _open(line):
            raise Refused(
                "Line %(position)s: %(normalize)s are on their way, %(normalize2)s cannot arrive. Receive what was "
                "shipped and enter the rest as an adjustment with the reason “Goods found”.",
                field=f"lines-{n}-qty", position=line.position, normalize=f"{_open(line).normalize() + 0:f}",
                normalize2=f"{quantities[line.id].normalize() + 0:f}",
            )
    return dict(quantities)


def _pair(
    order: Row[Any], line: Row[Any], new: ArrivedLine, transit_bin_id: UUID, receiving_bin_id: UUID, on: date
) -> list[Movement]:
    """Out of transit, into the bin."""
    source = {
        "company_id": order.company_id, "item_id": line.item_id, "lot_id": line.lot_id, "occurred_on": on,
        "warehouse_id": order.to_warehouse_id, "kind": "transfer_in", "source_kind": SOURCE_KIND,
        "source_id": order.id, "source_line_id": line.id,
    }
    return [
        Movement(**source, bin_id=transit_bin_id, qty=-new.qty, status="in_transit"),
        Movement(**source, bin_id=new.bin_id or receiving_bin_id, qty=new.qty),
    ]


def _write_progress(
    work: UnitOfWork,
    order: Row[Any],
    lines: Sequence[Row[Any]],
    quantities: Mapping[UUID, Decimal],
    lost: Mapping[UUID, Decimal],
    occurred_on: date,
) -> None:
    done = all(_open(y) == quantities.get(y.id, ZERO) + lost.get(y.id, ZERO) for y in lines)
    update_rows(
        work,
        TransferLine,
        ("id",),
        [
            {
                "id": line.id,
                "qty_received": line.qty_received + quantities.get(line.id, ZERO),
                "qty_lost": line.qty_lost + lost.get(line.id, ZERO),
            }
            for line in lines
        ],
    )
    if done:
        work.execute(
            text("UPDATE inventory.transfer_order SET status = 'received', received_on = :day WHERE id = :id"),
            {"id": order.id, "day": occurred_on},
        )


def _families(work: UnitOfWork, lines: Sequence[Row[Any]]) -> dict[UUID, UUID]:
    rows = work.execute(
        text("SELECT id, family_id FROM inventory.item WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": [line.item_id for line in lines]},
    )
    return {row.id: row.family_id for row in rows}
