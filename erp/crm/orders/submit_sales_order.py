"""Submit a sales order: it is priced once more, its customer's credit is checked, and it is released or held."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from erp.crm.credit.lock_account import lock_credit_account
from erp.crm.customers.queries import sale_terms
from erp.crm.orders.accept_order import accept_order
from erp.crm.orders.entry import OrderOutcome
from erp.crm.orders.lock_order import lock_lines, lock_order, order_owner
from erp.crm.orders.order_to_accept import order_to_accept, wanted_lines
from erp.crm.orders.reprice_order import reprice_order
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company


def submit_sales_order(
    work: UnitOfWork, order_id: UUID, *, occurred_on: date, version: int | None = None
) -> OrderOutcome:
    """Submit a draft. Prices are those of the order's day; a quote's promise and prices set by hand stay.

    Raises: NotFound, Forbidden, Conflict (not a draft, or changed meanwhile), Refused (customer, price or tax).
    Effects: released: demand created and allocated, SalesOrderReleased. Over the credit limit or account blocked: held,
    SalesOrderHeld.
    """
    owner = order_owner(work, order_id)
    work.require("crm.sales_order.enter", owner.branch_id)
    seller = company(work.session, owner.company_id)
    terms = sale_terms(work.session, owner.company_id, owner.customer_id)
    lock_credit_account(work, owner.company_id, terms.root_id)
    order = lock_order(work, order_id, version, customer_id=owner.customer_id)
    if order.decision != "draft":
        raise Conflict(
            "Order %(number)s is %(decision)s; only a draft can be submitted.",
            number=order.number, decision=order.decision,
        )
    lines = lock_lines(work, order_id)
    drafted = reprice_order(work, order, lines, company=seller, terms=terms, on=order.ordered_on)
    to_accept = replace(
        order_to_accept(order, terms, occurred_on), total_amount=drafted.total_amount
    )
    decision = accept_order(work, to_accept, wanted_lines(lines))
    return OrderOutcome(order.id, order.number, decision, order.version + 1)
