"""Whether documents that belong to the period are still on somebody's desk."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.close.check_line import BLOCKING, DONE, OPEN, CheckLine, counted
from erp.finance.open_items.aging import aging
from erp.inventory.api import unconfirmed_shipments
from erp.kernel.money import ZERO

_JOURNALS = text("""
    SELECT count(*) FROM finance.manual_journal
    WHERE company_id = :company AND status = 'submitted' AND posted_on <= :last_day
""")
_UNBILLED = text("""
    SELECT coalesce(sum(amount), 0) FROM finance.unbilled_entry
    WHERE company_id = :company AND occurred_on <= :last_day
""")
_GRNI = text("""
    SELECT coalesce(sum(amount), 0) FROM finance.grni_entry WHERE company_id = :company AND occurred_on <= :last_day
""")


def check_documents(session: Session, company_id: UUID, last_day: date) -> list[CheckLine]:
    """Journals to decide on (blocking), shipments not confirmed, goods not billed, sales not invoiced, cash not
    applied."""
    asked = {"company": company_id, "last_day": last_day}
    journals = session.scalar(_JOURNALS, asked) or 0
    shipments = unconfirmed_shipments(session, company_id, last_day)
    unconfirmed = shipments.picking + shipments.packed
    grni = session.scalar(_GRNI, asked) or ZERO
    unbilled = session.scalar(_UNBILLED, asked) or ZERO
    unapplied = sum((party.unapplied for party in aging(session, company_id, "receivable", last_day)), ZERO)
    return [
        CheckLine(
            "journals", "Are all manual journals decided?", BLOCKING if journals else DONE,
            counted(journals, "journal waits for approval", "journals wait for approval"), "controller",
            proof="finance_manual_journals.index", stops=True,
        ),
        CheckLine(
            "shipments", "Is every shipment confirmed that was due in the period?", OPEN if unconfirmed else DONE,
            f"{counted(shipments.packed, 'shipment', 'shipments')} packed, {shipments.picking} being picked",
            "warehouse", proof="inventory_shipping.index",
        ),
        CheckLine(
            "grni", "Have suppliers billed what they delivered?", OPEN if grni else DONE,
            "goods received, not yet billed" if grni else "every receipt is billed", "buyer", grni,
            "finance_supplier_accounts.grni", {"as_of": last_day.isoformat()},
        ),
        CheckLine(
            "unbilled", "Is everything invoiced that was shipped?", OPEN if unbilled else DONE,
            "waits for consolidated invoices" if unbilled else "every shipment is invoiced", "accountant", unbilled,
            "finance_billing.index",
        ),
        CheckLine(
            "unapplied", "Is all cash applied?", OPEN if unapplied else DONE,
            "credits of customers not applied to invoices" if unapplied else "nothing is unapplied", "credit",
            unapplied, "finance_customer_accounts.index", {"as_of": last_day.isoformat()},
        ),
    ]
