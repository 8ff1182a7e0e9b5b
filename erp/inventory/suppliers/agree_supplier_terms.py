"""What one of our companies agrees with a supplier: currency, payment terms, lead time, tolerances."""

from decimal import Decimal
from uuid import UUID

from erp.inventory.suppliers.models import Supplier, SupplierCompany
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company


def agree_supplier_terms(
    work: UnitOfWork,
    *,
    supplier_id: UUID,
    company_id: UUID,
    payment_term_id: UUID | None = None,
    lead_time_days: int = 0,
    over_receipt_percent: Decimal | None = None,
    under_receipt_percent: Decimal | None = None,
) -> None:
    """From now on the company may order from the supplier; agreeing again replaces what was agreed.

    Units: the tolerances are percent of an ordered quantity; empty means the company's own setting.
    Raises: NotFound; Refused for a tolerance outside 0 to 100 or a negative lead time.
    """
    work.require("inventory.supplier.manage")
    if work.session.get(Supplier, supplier_id) is None:
        raise NotFound("There is no such supplier.")
    for name, percent in (
        ("over_receipt_percent", over_receipt_percent),
        ("under_receipt_percent", under_receipt_percent),
    ):
        if percent is not None and not 0 <= percent <= 100:
            raise Refused("A tolerance is a percentage between 0 and 100.", field=name)
    if lead_time_days < 0:
        raise Refused("A lead time cannot be negative.", field="lead_time_days")
    terms = work.session.get(SupplierCompany, (supplier_id, company_id))
    if terms is None:
        currency = company(work.session, company_id).currency
        terms = SupplierCompany(supplier_id=supplier_id, company_id=company_id, currency=currency)
        work.session.add(terms)
    terms.payment_term_id = payment_term_id
    terms.lead_time_days = lead_time_days
    terms.over_receipt_percent = over_receipt_percent
    terms.under_receipt_percent = under_receipt_percent
    work.session.flush()
