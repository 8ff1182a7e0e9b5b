"""Give up a transfer that was not shipped."""

from uuid import UUID

from sqlalchemy import text

from erp.inventory.locations.queries import warehouse
from erp.inventory.transfers.lock_transfer import lock_transfer
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def cancel_transfer(work: UnitOfWork, transfer_order_id: UUID) -> None:
    """A draft transfer will not happen; nothing had moved. Cancelling twice is once.

    Raises: NotFound; Conflict once the goods are on their way.
    """
    order, _ = lock_transfer(work, transfer_order_id)
    work.require("inventory.transfer.create", warehouse(work.session, order.from_warehouse_id).branch_id)
    if order.status == "cancelled":
        return
    if order.status != "draft":
        raise Conflict(
            "Transfer %(number)s is %(status)s: receive it, and send the goods back.",
            number=order.number, status=order.status,
        )
    work.execute(
        text("UPDATE inventory.transfer_order SET status = 'cancelled' WHERE id = :id"), {"id": order.id}
    )
