"""The credit memo on paper."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.api import paper_language
from erp.finance.credit_memos.queries import credit_memo_page
from erp.kernel.adapters import Adapters
from erp.organization.api import minor_units, stationery
from erp.terms.api import taxes_per_unit


def print_credit_memo(session: Session, adapters: Adapters, credit_memo_id: UUID) -> bytes:
    """The credit memo as PDF.

    Raises: NotFound; Refused with the line to install where the PDF renderer is missing.
    """
    page = credit_memo_page(session, credit_memo_id)
    html = adapters.templates.render(
        "finance/print/credit_memo.html",
        memo=page.memo,
        lines=page.lines,
        taxes=page.taxes,
        per_unit=taxes_per_unit(session, [tax.component_id for tax in page.taxes]),
        places=minor_units(session, page.memo.currency),
        **stationery(
            session, page.memo.company_id, language=paper_language(session, page.memo.customer_id),
            country=str(page.memo.bill_to.get("country") or ""),
        ),
    )
    return adapters.pdf.render(html)
