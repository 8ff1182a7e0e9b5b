"""Record on the sales order what has shipped, and what it is billed at."""

from decimal import Decimal

from erp.crm.orders.billing_shares import share_shipment
from erp.crm.orders.close_short import close_short
from erp.crm.orders.lock_order import lock_lines, lock_order
from erp.crm.orders.store_billing import store_billing
from erp.inventory.events import ShipmentConfirmed
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company, minor_units


def record_shipment(work: UnitOfWork, event: ShipmentConfirmed) -> None:
    """Raise the shipped quantities and snapshot price, discount and share of charges for finance to bill.

    Effects: billing lines of the shipment; the order's open amount shrinks; lines short within the company's
    tolerance are closed.
    """
    if event.origin_kind != "sales_order":
        return
    order = lock_order(work, event.origin_id)
    lines = lock_lines(work, order.id)
    places = minor_units(work.session, order.currency)
    shares, progress = share_shipment(
        lines,
        [(line.shipment_line_id, line.origin_line_id, line.qty) for line in event.lines],
        charge_billing=order.charge_billing,
        minor_units=places,
    )
    chosen = company(work.session, order.company_id).settings
    close_short(work, lines, progress, Decimal(chosen["under_shipment_tolerance_percent"]))
    store_billing(
        work,
        order,
        lines,
        shares,
        progress,
        document_id=event.shipment_id,
        occurred_on=event.occurred_on,
        minor_units=places,
    )
