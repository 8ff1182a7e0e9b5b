"""Store a drafted order under a number of its own."""

from uuid import UUID

from erp.crm.orders.draft_order import DraftedOrder, line_rows
from erp.crm.orders.entry import OrderEntry
from erp.crm.orders.models import SalesOrder, SalesOrderLine
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def store_order(work: UnitOfWork, entry: OrderEntry, drafted: DraftedOrder) -> tuple[UUID, str]:
    """Insert header and lines as a draft; return id and number."""
    order_id, number = new_id(), draw_numbers(work, "sales_order")[0]
    insert_rows(
        work,
        SalesOrder,
        [
            {
                "id": order_id,
                "company_id": entry.company_id,
                "number": number,
                "branch_id": entry.branch_id,
                "customer_id": entry.customer_id,
                "quote_id": entry.quote_id,
                **drafted.header,
                "entered_by": work.actor.name,
                "entered_at": work.now,
            }
        ],
    )
    insert_rows(work, SalesOrderLine, line_rows(drafted, entry.company_id, order_id))
    return order_id, number
