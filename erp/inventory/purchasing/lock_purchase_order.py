"""One step at a time works on a purchase order: whoever changes it holds its header first."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from erp.inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine
from erp.kernel.errors import NotFound
from erp.kernel.rows import update_rows
from erp.kernel.unit_of_work import UnitOfWork


def lock_purchase_order(work: UnitOfWork, purchase_order_id: UUID) -> tuple[PurchaseOrder, list[PurchaseOrderLine]]:
    """The order and its lines as they stand under the lock.

    The lines are handed out detached from the session: ``write_progress`` writes them all in one execution.
    Raises: NotFound.
    """
    order = work.session.scalar(
        select(PurchaseOrder)
        .where(PurchaseOrder.id == purchase_order_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if order is None:
        raise NotFound("There is no such purchase order.")
    lines = list(
        work.session.scalars(
            select(PurchaseOrderLine)
            .where(PurchaseOrderLine.purchase_order_id == purchase_order_id)
            .order_by(PurchaseOrderLine.position)
            .execution_options(populate_existing=True)
        )
    )
    for line in lines:
        work.session.expunge(line)
    return order, lines


def write_progress(work: UnitOfWork, lines: Sequence[PurchaseOrderLine]) -> None:
    """Keep how much of each line has come and how much will not."""
    update_rows(
        work,
        PurchaseOrderLine,
        ("id",),
        [{"id": line.id, "qty_received": line.qty_received, "qty_cancelled": line.qty_cancelled} for line in lines],
    )
