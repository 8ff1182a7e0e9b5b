"""What can be done with many sales orders of the list at once."""

from uuid import UUID

from sqlalchemy import text

from erp.crm.orders.cancel_sales_order import cancel_sales_order
from erp.crm.orders.submit_sales_order import submit_sales_order
from erp.inventory.api import release_wave
from erp.kernel.errors import Conflict, NotFound
from erp.kernel.row_actions import Asked, Question, RowAction
from erp.kernel.unit_of_work import UnitOfWork

_OPENS = ("crm_orders.show", "order_id")


def _submit(work: UnitOfWork, order_id: UUID, asked: Asked) -> str:
    return submit_sales_order(work, order_id, occurred_on=asked.today).decision


def _release_to_picking(work: UnitOfWork, order_id: UUID, asked: Asked) -> None:
    """A wave of its own for the order, from the warehouse it ships from."""
    order = work.execute(
        text("SELECT number, decision, warehouse_id FROM crm.sales_order WHERE id = :id"), {"id": order_id}
    ).one_or_none()
    if order is None:
        raise NotFound("There is no such order.")
    if order.decision != "released":
        raise Conflict(
            "Order %(number)s is %(decision)s; only a released order can be picked.",
            number=order.number, decision=order.decision,
        )
    release_wave(work, order.warehouse_id, origin_ids=[order_id])


def _cancel(work: UnitOfWork, order_id: UUID, asked: Asked) -> None:
    cancel_sales_order(work, order_id, reason=asked.answers["reason"])


ROW_ACTIONS = (
    RowAction(
        "crm.sales_order.submit", "crm_orders.index", "Submit",
        "Each draft is priced once more and its customer's credit is checked: it is released and its goods are "
        "allocated, or it is held for credit control. What is no draft is refused.",
        "crm.sales_order.enter", _submit, _OPENS,
    ),
    RowAction(
        "crm.sales_order.release_to_picking", "crm_orders.index", "Release to picking",
        "Each released order gets a wave of its own, with pick tasks for what is promised and on no wave yet. "
        "To walk once for several orders, choose them on the fulfilment board.",
        "inventory.wave.release", _release_to_picking, _OPENS,
    ),
    RowAction(
        "crm.sales_order.cancel", "crm_orders.index", "Cancel orders",
        "Drafts and held orders are cancelled; of released ones, all that is still open. What is shipped stays "
        "shipped, and goods that are being picked are refused.",
        "crm.sales_order.cancel", _cancel, _OPENS, questions=(Question("reason", "Why"),), danger=True,
    ),
)  # fmt: skip
