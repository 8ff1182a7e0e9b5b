"""Nothing more is expected of a purchase order: what is still open will not come."""

from collections.abc import Sequence
from uuid import UUID

from erp.inventory.purchasing.lock_purchase_order import lock_purchase_order, write_progress
from erp.inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine
from erp.inventory.stock.change_on_order import OnOrderChange, change_on_order
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork


def close_purchase_order(work: UnitOfWork, purchase_order_id: UUID, *, reason: str = "") -> None:
    """End a submitted order. Closing it twice changes nothing.

    Raises: NotFound; Conflict where it is a draft or cancelled; Refused without a reason while something is open.
    Effects: open quantities leave what is on order and are kept as cancelled on their lines.
    """
    order, lines = lock_purchase_order(work, purchase_order_id)
    work.require("inventory.purchase_order.close", order.branch_id)
    if order.status == "closed":
        return
    if order.status != "submitted":
        raise Conflict(
            "%(number)s is %(status)s; only a submitted purchase order can be closed.",
            number=order.number, status=order.status,
        )
    if any(line.qty_open for line in lines) and not reason.strip():
        raise Refused("Not everything has come. Say why nothing more is expected.", field="reason")
    release_on_order(work, order, lines)
    for line in lines:
        line.qty_cancelled += line.qty_open
    order.status = "closed"
    write_progress(work, lines)
    order.end_reason = reason.strip()
    order.version += 1
    work.session.flush()


def release_on_order(work: UnitOfWork, order: PurchaseOrder, lines: Sequence[PurchaseOrderLine]) -> None:
    """Take what is still open off the warehouse's quantities on order."""
    change_on_order(
        work,
        [OnOrderChange(order.company_id, line.item_id, order.warehouse_id, -line.qty_open) for line in lines],
    )
