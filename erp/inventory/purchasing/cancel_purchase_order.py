"""A purchase order of which nothing has come is called off."""

from uuid import UUID

from erp.inventory.purchasing.close_purchase_order import release_on_order
from erp.inventory.purchasing.lock_purchase_order import lock_purchase_order, write_progress
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork


def cancel_purchase_order(work: UnitOfWork, purchase_order_id: UUID, *, reason: str) -> None:
    """Call off a draft or a submitted order with nothing received. Cancelling it twice changes nothing.

    Raises: NotFound; Conflict where goods have come or it is closed; Refused without a reason.
    Effects: nothing of it is on order any more.
    """
    order, lines = lock_purchase_order(work, purchase_order_id)
    work.require("inventory.purchase_order.cancel", order.branch_id)
    if order.status == "cancelled":
        return
    if order.status == "closed":
        raise Conflict("%(number)s is closed already.", number=order.number)
    if any(line.qty_received for line in lines):
        raise Conflict(
            "Goods of %(number)s have come. Close it instead: what is open will not be expected.",
            number=order.number,
        )
    if not reason.strip():
        raise Refused("Say why the purchase order is cancelled.", field="reason")
    if order.status == "submitted":
        release_on_order(work, order, lines)
    for line in lines:
        line.qty_cancelled = line.qty
    order.status = "cancelled"
    write_progress(work, lines)
    order.end_reason = reason.strip()
    order.version += 1
    work.session.flush()
