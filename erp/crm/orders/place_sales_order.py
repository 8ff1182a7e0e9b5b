"""Enter and submit a sales order in one step: the counter's way, and a file's."""

from types import SimpleNamespace
from typing import Any, cast

from erp.crm.credit.lock_account import lock_credit_account
from erp.crm.orders.accept_order import WantedLine, accept_order
from erp.crm.orders.draft_order import draft_order
from erp.crm.orders.entry import OrderEntry, OrderOutcome
from erp.crm.orders.order_to_accept import order_to_accept
from erp.crm.orders.store_order import store_order
from erp.kernel.unit_of_work import UnitOfWork


def place_sales_order(work: UnitOfWork, entry: OrderEntry) -> OrderOutcome:
    """Store the order and decide on it at once: the same result as entering and then submitting it.

    Units, rounding: see ``draft_lines``.
    Raises: as ``enter_sales_order`` and ``submit_sales_order``.
    Effects: as ``submit_sales_order``.
    """
    work.require("crm.sales_order.enter", entry.branch_id)
    drafted = draft_order(work, entry)
    root_id = drafted.terms.root_id
    lock_credit_account(work, entry.company_id, root_id)
    order_id, number = store_order(work, entry, drafted)
    stored = SimpleNamespace(
        **{**drafted.header, "id": order_id, "number": number},
        company_id=entry.company_id,
        branch_id=entry.branch_id,
        customer_id=entry.customer_id,
    )
    decision = accept_order(
        work,
        order_to_accept(cast(Any, stored), drafted.terms, entry.ordered_on),
        [
            WantedLine(line.id, line.item_id, line.qty)
            for line in drafted.lines.lines
            if line.is_stocked and line.item_id is not None
        ],
    )
    return OrderOutcome(order_id, number, decision, 2)
