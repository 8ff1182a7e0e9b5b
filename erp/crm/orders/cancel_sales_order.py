"""Cancel a sales order: nothing more of it will be delivered."""

from uuid import UUID

from sqlalchemy import text

from erp.crm.orders.cancel_order_lines import cancel_order_lines
from erp.crm.orders.entry import OrderOutcome
from erp.crm.orders.lock_order import lock_order, order_owner
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork


def cancel_sales_order(work: UnitOfWork, order_id: UUID, *, reason: str) -> OrderOutcome:
    """Cancel a draft or held order at once; of a released one, everything that is still open.

    Raises: NotFound, Refused (no reason, nothing open), Conflict (cancelled already; goods being picked).
    Effects: as ``cancel_order_lines``.
    """
    owner = order_owner(work, order_id)
    work.require("crm.sales_order.cancel", owner.branch_id)
    if not reason.strip():
        raise Refused("Say why: the reason is kept with the order.", field="reason")
    decision = work.session.scalar(
        text("SELECT decision FROM crm.sales_order WHERE id = :order"), {"order": order_id}
    )
    if decision == "released":
        open_lines = work.session.scalars(
            text("""SELECT id FROM crm.sales_order_line
                     WHERE order_id = :order AND qty_shipped + qty_cancelled < qty"""),
            {"order": order_id},
        ).all()
        return cancel_order_lines(work, order_id, dict.fromkeys(open_lines), reason=reason)
    order = lock_order(work, order_id)
    if order.decision == "cancelled":
        raise Conflict("Order %(number)s is cancelled already.", number=order.number)
    if order.decision == "released":
        raise Conflict(
            "Order %(number)s was released in this moment. Reload it and cancel it again.",
            number=order.number,
        )
    work.execute(
        text("UPDATE crm.sales_order_line SET qty_cancelled = qty WHERE order_id = :order"), {"order": order_id}
    )
    work.execute(
        text("""UPDATE crm.sales_order SET decision = 'cancelled', cancel_reason = :reason, open_amount = 0,
                       version = version + 1 WHERE id = :order"""),
        {"order": order_id, "reason": reason.strip()},
    )
    return OrderOutcome(order.id, order.number, "cancelled", order.version + 1)
