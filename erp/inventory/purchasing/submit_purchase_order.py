"""The supplier is asked to deliver: what the order still expects is on order from now on."""

from uuid import UUID

from erp.inventory.purchasing.create_purchase_order import read_terms
from erp.inventory.purchasing.lock_purchase_order import lock_purchase_order
from erp.inventory.stock.change_on_order import OnOrderChange, change_on_order
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def submit_purchase_order(work: UnitOfWork, purchase_order_id: UUID) -> None:
    """Make a draft binding. Submitting it twice changes nothing.

    Raises: NotFound; Conflict where it is closed or cancelled; Refused for a supplier blocked meanwhile.
    Effects: the open quantities count as on order in the warehouse.
    """
    order, lines = lock_purchase_order(work, purchase_order_id)
    work.require("inventory.purchase_order.submit", order.branch_id)
    if order.status == "submitted":
        return
    if order.status != "draft":
        raise Conflict(
            "%(number)s is %(status)s and cannot be submitted. Write a new purchase order.",
            number=order.number, status=order.status,
        )
    read_terms(work, order.supplier_id, order.company_id)
    order.status = "submitted"
    order.submitted_at = work.now
    order.version += 1
    work.session.flush()
    change_on_order(
        work,
        [OnOrderChange(order.company_id, line.item_id, order.warehouse_id, line.qty_open) for line in lines],
    )
