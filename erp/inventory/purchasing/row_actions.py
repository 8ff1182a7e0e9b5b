"""What can be done with many purchase orders of the list at once."""

from uuid import UUID

from erp.inventory.purchasing.cancel_purchase_order import cancel_purchase_order
from erp.inventory.purchasing.close_purchase_order import close_purchase_order
from erp.inventory.purchasing.submit_purchase_order import submit_purchase_order
from erp.kernel.row_actions import Asked, Question, RowAction
from erp.kernel.unit_of_work import UnitOfWork

_LIST, _OPENS = "inventory_purchasing.index", ("inventory_purchasing.show", "purchase_order_id")
_WHY = (Question("reason", "Why"),)


def _submit(work: UnitOfWork, order_id: UUID, asked: Asked) -> None:
    submit_purchase_order(work, order_id)


def _close(work: UnitOfWork, order_id: UUID, asked: Asked) -> None:
    close_purchase_order(work, order_id, reason=asked.answers["reason"])


def _cancel(work: UnitOfWork, order_id: UUID, asked: Asked) -> None:
    cancel_purchase_order(work, order_id, reason=asked.answers["reason"])


ROW_ACTIONS = (
    RowAction(
        "inventory.purchase_order.submit", _LIST, "Submit",
        "Each draft becomes binding: what it asks for is on order in its warehouse. Orders submitted before stay as "
        "they are.",
        "inventory.purchase_order.submit", _submit, _OPENS,
    ),
    RowAction(
        "inventory.purchase_order.close", _LIST, "Close",
        "Nothing more is expected of these orders: what is still open is no longer on order. Drafts are refused.",
        "inventory.purchase_order.close", _close, _OPENS, questions=_WHY,
    ),
    RowAction(
        "inventory.purchase_order.cancel", _LIST, "Cancel orders",
        "These orders are called off, and nothing of them is on order any more. Where goods have come, the order is "
        "refused: close it instead.",
        "inventory.purchase_order.cancel", _cancel, _OPENS, questions=_WHY, danger=True,
    ),
)  # fmt: skip
