"""Enter a sales order: it stands as a draft, priced and taxed, and promises nothing yet."""

from erp.crm.orders.draft_order import draft_order
from erp.crm.orders.entry import OrderEntry, OrderOutcome
from erp.crm.orders.store_order import store_order
from erp.kernel.unit_of_work import UnitOfWork


def enter_sales_order(work: UnitOfWork, entry: OrderEntry) -> OrderOutcome:
    """Store the order as a draft that can be changed, submitted or cancelled.

    Units, rounding: see ``draft_lines``.
    Raises: Refused or Forbidden naming the field or line; NotFound.
    """
    work.require("crm.sales_order.enter", entry.branch_id)
    order_id, number = store_order(work, entry, draft_order(work, entry))
    return OrderOutcome(order_id, number, "draft", 1)
