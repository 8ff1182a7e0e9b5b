"""Record on the sales order that a shipment was taken back before the carrier had it."""

from sqlalchemy import text

from erp.crm.orders.lock_order import lock_lines, lock_order
from erp.crm.orders.models import BillingVoid
from erp.crm.orders.store_open_amount import store_open_amount
from erp.inventory.events import ShipmentVoided
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import minor_units

# A charge counts as rendered only when whole, so a part of it taken back makes it open again.
_TAKE_BACK = text("""
    UPDATE crm.sales_order_line l
       SET qty_shipped = CASE WHEN l.is_stocked THEN l.qty_shipped - b.qty ELSE 0 END,
           amount_billed = l.amount_billed - b.amount
      FROM (SELECT order_line_id, sum(qty) AS qty, sum(amount) AS amount
              FROM crm.billing_line WHERE document_id = :shipment GROUP BY order_line_id) b
     WHERE l.id = b.order_line_id
""")


def record_void(work: UnitOfWork, event: ShipmentVoided) -> None:
    """Lower shipped quantities and billed amounts by what the shipment's billing lines say; those stay as history.

    Effects: the order's open amount grows again.
    """
    if event.origin_kind != "sales_order":
        return
    order = lock_order(work, event.origin_id)
    lock_lines(work, order.id)
    work.execute(_TAKE_BACK, {"shipment": event.shipment_id})
    insert_rows(
        work,
        BillingVoid,
        [
            {
                "document_id": event.shipment_id,
                "company_id": event.company_id,
                "reason": event.reason,
                "voided_on": event.occurred_on,
            }
        ],
    )
    store_open_amount(work, order, minor_units(work.session, order.currency))
