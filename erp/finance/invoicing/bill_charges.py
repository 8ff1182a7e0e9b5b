"""Charges or services that no shipment carries were rendered: they are billed like one."""

from erp.crm.api import billing_terms
from erp.crm.events import ChargesFulfilled
from erp.finance.invoicing.bill_fulfilment import bill_fulfilment
from erp.finance.invoicing.billed_lines import Shipped
from erp.kernel.unit_of_work import UnitOfWork


def bill_charges(work: UnitOfWork, event: ChargesFulfilled) -> None:
    """Dr receivable (or unbilled receivable), Cr income from charges, Cr tax.

    Effects: SalesInvoicePosted, or unbilled lines for the next consolidated invoice; credit exposure.
    """
    terms = billing_terms(work.session, [event.fulfilment_id]).get(event.fulfilment_id)
    if terms is None:
        return
    bill_fulfilment(work, event.company_id, event.branch_id, event.occurred_on, terms, Shipped())
