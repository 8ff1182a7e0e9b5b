"""A shipment has left: its revenue is earned, and invoiced at once or with the customer's next consolidated invoice."""

from erp.crm.api import billing_terms
from erp.finance.invoicing.bill_fulfilment import bill_fulfilment
from erp.finance.invoicing.billed_lines import Shipped
from erp.inventory.events import ShipmentConfirmed
from erp.kernel.unit_of_work import UnitOfWork


def bill_shipment(work: UnitOfWork, event: ShipmentConfirmed) -> None:
    """Invoice the shipment: Dr receivable, Cr revenue, Cr tax; or Dr unbilled receivable, Cr revenue until then.

    Rounding: each line's amount was rounded when it was shipped; tax by line or document, as the company chose.
    Raises: Refused where an account, a tax rule or a posting period is missing: then the shipment is not confirmed.
    Effects: SalesInvoicePosted, or unbilled lines for the next consolidated invoice; credit exposure.
    """
    terms = work.once(
        ("billing_terms", event.shipment_id),
        lambda: billing_terms(work.session, [event.shipment_id]).get(event.shipment_id),
    )
    if terms is None:
        return
    bill_fulfilment(
        work, event.company_id, event.branch_id, event.occurred_on, terms,
        Shipped(event.shipment_id, event.number, event.warehouse_id),
    )
