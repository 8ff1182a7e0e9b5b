"""Lock a sales order and its lines for a step, after credit account, demand and stock and before money."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.crm.orders.models import SalesOrder
from erp.kernel.audit import changed_by
from erp.kernel.errors import NotFound, Outdated
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork

_OWNER = text("SELECT company_id, branch_id, customer_id, number FROM crm.sales_order WHERE id = :order")
_LINES = text("""
    SELECT * FROM crm.sales_order_line WHERE order_id = :order ORDER BY id FOR NO KEY UPDATE
""")


def order_owner(work: UnitOfWork, order_id: UUID) -> Row[Any]:
    """Company, branch and customer of an order, without a lock: what must be known to lock in the right order.

    Raises: NotFound
    """
    row = work.execute(_OWNER, {"order": order_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such sales order.")
    return row


def lock_order(
    work: UnitOfWork, order_id: UUID, version: int | None = None, *, customer_id: UUID | None = None
) -> Row[Any]:
    """Lock the header and return it as it stands; ``customer_id`` is whose credit account was locked before.

    Raises: NotFound, Conflict (changed since it was looked at).
    """
    rows = lock_rows(work, SalesOrder, [order_id])
    if not rows:
        raise NotFound("There is no such sales order.")
    order = rows[0]
    moved = customer_id is not None and order.customer_id != customer_id
    if moved or (version is not None and order.version != version):
        raise Outdated(
            "Order %(number)s was changed by somebody else meanwhile. Nothing was saved: look at it as it is now, then "
            "save again.",
            number=order.number,
            who=changed_by(work.session, "crm.sales_order", order_id),
        )
    return order


def lock_lines(work: UnitOfWork, order_id: UUID) -> list[Row[Any]]:
    """Lock every line of the order, in id order, and return them."""
    return list(work.execute(_LINES, {"order": order_id}))
