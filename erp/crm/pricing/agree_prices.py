"""Agree prices with a customer: they come before the price list for as long as they hold."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from erp.crm.pricing.check_price_rows import check_price_rows
from erp.crm.pricing.models import CustomerAgreement, CustomerAgreementLine
from erp.crm.pricing.set_prices import PriceRow
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company


def agree_prices(
    work: UnitOfWork,
    *,
    company_id: UUID,
    customer_id: UUID,
    name: str,
    rows: Sequence[PriceRow],
    customer_reference: str = "",
    note: str = "",
) -> UUID:
    """Keep an agreement with its prices; it holds for the customer and every account under it. Returns its id.

    Raises: NotFound, Refused, Conflict (another agreement of the customer prices the same thing on the same day).
    """
    work.require("crm.agreement.change")
    if not name.strip():
        raise Refused("An agreement needs a name by which people know it.", field="name")
    check_price_rows(work, rows)
    known = work.session.scalar(text("SELECT id FROM crm.customer WHERE id = :id"), {"id": customer_id})
    if known is None:
        raise NotFound("There is no such customer.", field="customer")
    agreement_id = new_id()
    insert_rows(
        work,
        CustomerAgreement,
        [
            {
                "id": agreement_id,
                "company_id": company_id,
                "customer_id": customer_id,
                "name": name.strip(),
                "currency": company(work.session, company_id).currency,
                "customer_reference": customer_reference.strip(),
                "note": note.strip(),
                "created_at": work.now,
            }
        ],
    )
    insert_rows(
        work,
        CustomerAgreementLine,
        [
            {
                "id": new_id(),
                "agreement_id": agreement_id,
                "company_id": company_id,
                "customer_id": customer_id,
                **vars(row),
            }
            for row in rows
        ],
    )
    return agreement_id
