"""Cancel the picking of a shipment: its goods go back to their bins, its customers keep their promise."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.fulfilment.lock_demand import lock_demand
from erp.inventory.picking.hold_stock import change_held, lock_held
from erp.inventory.shipping.models import Shipment
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork


class AlreadyShipped(Conflict):
    """The goods have left; a void or a return takes them back."""


def cancel_picking(work: UnitOfWork, shipment_id: UUID, reason: str) -> None:
    """End one shipment that has not left; see ``cancel_pickings``."""
    cancel_pickings(work, [shipment_id], reason)


def cancel_pickings(work: UnitOfWork, shipment_ids: Collection[UUID], reason: str) -> None:
    """End shipments that have not left: their bins are free again and the goods can go on another wave.

    The soft promise to the demand lines stands; what was already taken off the shelf is put back by hand into the
    bins the pick list names. Cancelling once more changes nothing.

    Raises: NotFound; Forbidden; Refused without a reason; AlreadyShipped.
    """
    if not reason.strip():
        raise Refused("Say why the picking is cancelled.", field="reason")
    if not shipment_ids:
        raise Refused("Choose the shipments whose picking should end.")
    lock_demand(work, picked_for=shipment_ids)
    shipments = lock_rows(work, Shipment, shipment_ids)
    if len(shipments) < len(set(shipment_ids)):
        raise NotFound("There is no such shipment.")
    for shipment in shipments:
        work.require("inventory.pick.cancel", shipment.branch_id)
        if shipment.status == "shipped":
            raise AlreadyShipped(
                "Shipment %(number)s has left. Void it, or take the goods back as a return.", number=shipment.number
            )
    params = {
        "shipments": [shipment.id for shipment in shipments if shipment.status != "void"],
        "reason": reason.strip(),
        "today": work.now.date(),
    }
    tasks = list(work.execute(_HOLDING, params))
    lock_held(work, {task.stock_balance_id for task in tasks})
    held: dict[UUID, Decimal] = defaultdict(Decimal)
    for task in tasks:
        held[task.stock_balance_id] -= task.qty_held
    change_held(work, held)
    work.execute(_RETURN_TO_PROMISED, params)
    work.execute(_CANCEL_TASKS, params)
    work.execute(_VOID, params)


_HOLDING = text("""
    SELECT stock_balance_id, CASE status WHEN 'open' THEN qty ELSE qty_picked END AS qty_held
    FROM inventory.pick_task
    WHERE shipment_id = ANY(CAST(:shipments AS uuid[])) AND (status = 'open' OR qty_picked > 0)""")

_RETURN_TO_PROMISED = text("""
    UPDATE inventory.demand_line d SET qty_released = d.qty_released - held.qty
    FROM (SELECT demand_line_id, sum(CASE status WHEN 'open' THEN qty ELSE qty_picked END) AS qty
          FROM inventory.pick_task WHERE shipment_id = ANY(CAST(:shipments AS uuid[])) AND status <> 'cancelled'
          GROUP BY demand_line_id) held
    WHERE d.id = held.demand_line_id""")

_CANCEL_TASKS = text("""
    UPDATE inventory.pick_task SET status = 'cancelled'
    WHERE shipment_id = ANY(CAST(:shipments AS uuid[])) AND status = 'open'""")

_VOID = text("""
    UPDATE inventory.shipment SET status = 'void', voided_on = :today, void_reason = :reason
    WHERE id = ANY(CAST(:shipments AS uuid[]))""")
