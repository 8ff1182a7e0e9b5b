"""The invoice on paper."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.api import paper_language
from erp.finance.invoicing.queries import invoice_page
from erp.kernel.adapters import Adapters
from erp.organization.api import minor_units, stationery
from erp.terms.api import taxes_per_unit


def print_invoice(session: Session, adapters: Adapters, invoice_id: UUID) -> bytes:
    """The invoice as PDF: the same bytes of content whenever it is printed, for it never changes.

    Raises: NotFound; Refused with the line to install where the PDF renderer is missing.
    """
    page = invoice_page(session, invoice_id)
    html = adapters.templates.render(
        "finance/print/invoice.html",
        invoice=page.invoice,
        lines=page.lines,
        taxes=page.taxes,
        per_unit=taxes_per_unit(session, [tax.component_id for tax in page.taxes]),
        instalments=page.open_items,
        places=minor_units(session, page.invoice.currency),
        **stationery(
            session, page.invoice.company_id, language=paper_language(session, page.invoice.customer_id),
            country=str(page.invoice.bill_to.get("country") or ""),
        ),
    )
    return adapters.pdf.render(html)
