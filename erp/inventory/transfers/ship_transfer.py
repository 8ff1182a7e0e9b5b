"""Ship a transfer: the goods leave their warehouse and are the other's, in transit."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.events import TransferredLine, TransferShipped
from erp.inventory.locations.queries import first_bin, warehouse
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.transfers.lock_transfer import lock_transfer
from erp.inventory.transfers.models import TransferLine
from erp.inventory.valuation.move_value import MovedGoods, move_value
from erp.kernel.errors import Conflict
from erp.kernel.rows import update_rows
from erp.kernel.unit_of_work import UnitOfWork

SOURCE_KIND = "transfer_order"


def ship_transfer(work: UnitOfWork, transfer_order_id: UUID, *, occurred_on: date) -> None:
    """Everything on the order leaves its bin and stands in the destination's transit bin. Shipping twice is once.

    Raises: NotFound; Conflict for a cancelled order; Refused where goods are missing or promised to orders.
    Effects: publishes TransferShipped with the value that changed cost pools (none where the company keeps one).
    """
    order, lines = lock_transfer(work, transfer_order_id)
    sender = warehouse(work.session, order.from_warehouse_id)
    work.require("inventory.transfer.ship", sender.branch_id)
    if order.status in ("shipped", "received"):
        return
    if order.status != "draft":
        raise Conflict(
            "Transfer %(number)s is %(status)s and cannot be shipped.",
            number=order.number, status=order.status,
        )
    receiver = warehouse(work.session, order.to_warehouse_id)
    event_id = work.reserve_event_id()
    transit = first_bin(work.session, receiver.id, "transit")
    record_movements(work, _movements(order, lines, transit.id, occurred_on, event_id))
    moved = move_value(
        work,
        [
            MovedGoods(
                line.id, order.company_id, line.item_id, sender.id, receiver.id, line.qty, occurred_on,
                SOURCE_KIND, line.id, line.lot_id,
            )
            for line in lines
        ],
        event_id,
    )
    work.execute(
        text("UPDATE inventory.transfer_order SET status = 'shipped', shipped_on = :day WHERE id = :id"),
        {"id": order.id, "day": occurred_on},
    )
    update_rows(
        work,
        TransferLine,
        ("id",),
        [{"id": line.id, "qty_shipped": line.qty, "amount": moved[line.id].amount} for line in lines],
    )
    work.publish(
        TransferShipped(
            company_id=order.company_id,
            occurred_on=occurred_on,
            transfer_order_id=order.id,
            number=order.number,
            from_branch_id=sender.branch_id,
            to_branch_id=receiver.branch_id,
            from_warehouse_id=sender.id,
            to_warehouse_id=receiver.id,
            lines=tuple(
                TransferredLine(line.id, line.item_id, moved[line.id].family_id, line.qty, moved[line.id].amount)
                for line in lines
            ),
        )
    )


def _movements(
    order: Row[Any], lines: list[Row[Any]], transit_bin_id: UUID, occurred_on: date, event_id: UUID
) -> list[Movement]:
    """Each line out of its bin, and into the destination's transit bin."""
    movements = []
    for line in lines:
        source = {
            "company_id": order.company_id, "item_id": line.item_id, "lot_id": line.lot_id,
            "occurred_on": occurred_on, "source_kind": SOURCE_KIND, "source_id": order.id,
            "source_line_id": line.id, "source_event_id": event_id,
        }
        movements += [
            Movement(
                **source, warehouse_id=order.from_warehouse_id, bin_id=line.from_bin_id, qty=-line.qty,
                kind="transfer_out",
            ),
            Movement(
                **source, warehouse_id=order.to_warehouse_id, bin_id=transit_bin_id, qty=line.qty,
                kind="transfer_in", status="in_transit",
            ),
        ]
    return movements
