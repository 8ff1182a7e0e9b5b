"""Change a sales order that has promised nothing yet: a draft, or one that is held and so becomes a draft again."""

from uuid import UUID

from sqlalchemy import text

from erp.crm.orders.draft_order import draft_order, line_rows
from erp.crm.orders.entry import OrderEntry, OrderOutcome
from erp.crm.orders.lock_order import lock_order, order_owner
from erp.crm.orders.models import SalesOrder, SalesOrderLine
from erp.kernel.errors import Conflict, Refused
from erp.kernel.rows import insert_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


def change_sales_order(work: UnitOfWork, order_id: UUID, entry: OrderEntry, *, version: int) -> OrderOutcome:
    """Replace header and lines by what was entered; ``version`` is the one the person was looking at.

    Raises: NotFound, Conflict (changed meanwhile, or already released or cancelled), Refused.
    Effects: a held order is a draft again and has to be submitted again.
    """
    owner = order_owner(work, order_id)
    work.require("crm.sales_order.change", owner.branch_id)
    if (entry.company_id, entry.branch_id) != (owner.company_id, owner.branch_id):
        raise Refused("An order cannot move to another branch. Cancel it and enter it there.")
    order = lock_order(work, order_id, version)
    if order.decision not in ("draft", "held"):
        raise Conflict(
            "Order %(number)s is %(decision)s. Cancel lines of it, or add lines to it, instead.",
            number=order.number, decision=order.decision,
        )
    drafted = draft_order(work, entry)
    work.execute(text("DELETE FROM crm.sales_order_line WHERE order_id = :order"), {"order": order_id})
    update_rows(
        work,
        SalesOrder,
        ("id",),
        [
            {
                "id": order_id,
                "customer_id": entry.customer_id,
                **drafted.header,
                "decision": "draft",
                "version": order.version + 1,
            }
        ],
    )
    insert_rows(work, SalesOrderLine, line_rows(drafted, owner.company_id, order_id))
    return OrderOutcome(order_id, order.number, "draft", order.version + 1)
