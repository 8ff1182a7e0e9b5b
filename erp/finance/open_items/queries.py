"""Read open items: those of a document, what settled what, and what the ledger says of their sum."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.finance.open_items.models import OpenItem
from erp.kernel.money import ZERO


@dataclass(frozen=True)
class ApplicationLine:
    """One settlement as a page shows it; ``is_undone`` where a reversal names it."""

    id: UUID
    applied_on: date
    from_number: str | None
    from_document_id: UUID | None
    from_kind: str | None
    to_number: str
    to_document_id: UUID
    to_kind: str
    amount: Decimal
    discount_amount: Decimal
    write_off_amount: Decimal
    reason: str
    actor: str
    is_undone: bool
    is_reversal: bool


_APPLICATIONS = """
    SELECT a.id, a.applied_on, f.number AS from_number, f.document_id AS from_document_id, f.kind AS from_kind,
           t.number AS to_number, t.document_id AS to_document_id, t.kind AS to_kind, a.amount, a.discount_amount,
           a.write_off_amount, a.reason, a.actor,
           EXISTS (SELECT 1 FROM finance.cash_application r WHERE r.reverses_id = a.id) AS is_undone,
           a.reverses_id IS NOT NULL AS is_reversal
    FROM finance.cash_application a
    JOIN finance.open_item t ON t.id = a.to_item_id
    LEFT JOIN finance.open_item f ON f.id = a.from_item_id
"""
_OF_PARTY = text(
    _APPLICATIONS
    + """WHERE a.company_id = :company AND (t.party_id = :party OR f.party_id = :party)
         ORDER BY a.applied_on DESC, a.id DESC LIMIT :limit"""
)
_OF_DOCUMENT = text(
    _APPLICATIONS + "WHERE t.document_id = :document OR f.document_id = :document ORDER BY a.applied_on, a.id"
)


def open_items_of(session: Session, document_id: UUID) -> list[OpenItem]:
    """The open items of a document, by instalment."""
    found = session.scalars(
        select(OpenItem).where(OpenItem.document_id == document_id).order_by(OpenItem.instalment)
    )
    return list(found)


def applications_of_party(
    session: Session, company_id: UUID, party_id: UUID, limit: int = 100
) -> list[ApplicationLine]:
    """The latest settlements of a customer or supplier."""
    rows = session.execute(_OF_PARTY, {"company": company_id, "party": party_id, "limit": limit})
    return [ApplicationLine(**row._mapping) for row in rows]


def applications_of_document(session: Session, document_id: UUID) -> list[ApplicationLine]:
    """What settled a document, or what it settled."""
    return [ApplicationLine(**row._mapping) for row in session.execute(_OF_DOCUMENT, {"document": document_id})]


def control_balance(session: Session, company_id: UUID, control: str, as_of: date) -> Decimal:
    """What the ledger shows on the control accounts of a subledger on a day, debit positive."""
    balance: Decimal | None = session.scalar(
        text("""
            SELECT sum(l.debit - l.credit) FROM finance.journal_line l
            JOIN finance.account a ON a.id = l.account_id AND a.company_id = l.company_id
            WHERE l.company_id = :company AND a.control = :control AND l.posted_on <= :as_of
        """),
        {"company": company_id, "control": control, "as_of": as_of},
    )
    return balance or ZERO
