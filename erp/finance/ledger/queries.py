"""Read journal entries with all they are linked to."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound

_ENTRY = text("""
    SELECT e.*, s.seal_no, r.number AS reverses_number, u.id AS reversed_by_id, u.number AS reversed_by_number,
           v.name AS event_name, v.occurred_at AS event_at
    FROM finance.journal_entry e
    LEFT JOIN finance.journal_seal s ON s.entry_id = e.id
    LEFT JOIN finance.journal_entry r ON r.id = e.reverses_id
    LEFT JOIN finance.journal_entry u ON u.reverses_id = e.id
    LEFT JOIN kernel.event v ON v.id = e.source_event_id
    WHERE e.id = :id AND e.company_id = :company
""")
_LINES = text("""
    SELECT l.*, a.code AS account_code, a.name AS account_name, b.code AS branch_code, w.code AS warehouse_code,
           c.name AS customer_name, p.name AS supplier_name, f.code AS family_code
    FROM finance.journal_line l
    JOIN finance.account a ON a.id = l.account_id
    LEFT JOIN organization.branch b ON b.id = l.branch_id
    LEFT JOIN inventory.warehouse w ON w.id = l.warehouse_id
    LEFT JOIN crm.customer c ON c.id = l.customer_id
    LEFT JOIN inventory.supplier p ON p.id = l.supplier_id
    LEFT JOIN inventory.item_family f ON f.id = l.item_family_id
    WHERE l.entry_id = :id AND l.id > :id AND l.id < finance.one_day_after(:id)
    ORDER BY l.position
""")


@dataclass(frozen=True)
class EntryWithLines:
    """One entry, its lines with the names of their dimensions, and the entries it reverses or is reversed by."""

    entry: Any
    lines: tuple[Any, ...]

    @property
    def total(self) -> Any:
        return sum(line.debit for line in self.lines)


def entry_with_lines(session: Session, company_id: UUID, entry_id: UUID) -> EntryWithLines:
    """One journal entry of the company, in two queries.

    Raises: NotFound
    """
    entry = session.execute(_ENTRY, {"id": entry_id, "company": company_id}).one_or_none()
    if entry is None:
        raise NotFound("There is no such journal entry in this company.")
    return EntryWithLines(entry, tuple(session.execute(_LINES, {"id": entry_id})))


def last_seal(session: Session, company_id: UUID) -> Row[Any] | None:
    """The newest seal of a company and the number of its entry; None before the first."""
    return session.execute(
        text("""SELECT s.seal_no, e.number FROM finance.journal_seal s JOIN finance.journal_entry e ON e.id = s.entry_id
                WHERE s.company_id = :company ORDER BY s.seal_no DESC LIMIT 1"""),
        {"company": company_id},
    ).one_or_none()
