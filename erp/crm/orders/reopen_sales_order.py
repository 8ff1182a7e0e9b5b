"""Reopen a cancelled order: it stands as it stood, and its customer's credit is checked as if it were new."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.crm.credit.lock_account import lock_credit_account
from erp.crm.customers.queries import sale_terms
from erp.crm.orders.accept_order import accept_order
from erp.crm.orders.entry import OrderOutcome
from erp.crm.orders.lock_order import lock_lines, lock_order, order_owner
from erp.crm.orders.order_to_accept import order_to_accept, wanted_lines
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def reopen_sales_order(
    work: UnitOfWork, order_id: UUID, *, occurred_on: date, version: int | None = None
) -> OrderOutcome:
    """Take back the cancellation of a whole order, at the prices it had.

    Raises: NotFound, Conflict (not cancelled, or changed meanwhile), Refused (customer inactive or blocked).
    Effects: as ``submit_sales_order``: released with new demand, or held.
    """
    owner = order_owner(work, order_id)
    work.require("crm.sales_order.change", owner.branch_id)
    terms = sale_terms(work.session, owner.company_id, owner.customer_id)
    lock_credit_account(work, owner.company_id, terms.root_id)
    order = lock_order(work, order_id, version, customer_id=owner.customer_id)
    if order.decision != "cancelled":
        raise Conflict(
            "Order %(number)s is %(decision)s; only a cancelled order can be reopened.",
            number=order.number, decision=order.decision,
        )
    work.execute(
        text("UPDATE crm.sales_order_line SET qty_cancelled = 0 WHERE order_id = :order"), {"order": order_id}
    )
    lines = lock_lines(work, order_id)
    decision = accept_order(work, order_to_accept(order, terms, occurred_on), wanted_lines(lines))
    return OrderOutcome(order.id, order.number, decision, order.version + 1)
