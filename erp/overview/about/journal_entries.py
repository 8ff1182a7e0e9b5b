"""The journal entries behind a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class EntryBehind:
    """An entry, and what it debits and credits in company currency."""

    id: UUID
    number: str
    posted_on: date
    memo: str
    purpose: str
    actor: str
    debit: Decimal
    credit: Decimal


_ENTRIES = text("""
    SELECT e.id, e.number, e.posted_on, e.memo, e.purpose, e.actor, l.debit, l.credit
    FROM finance.journal_entry e
    CROSS JOIN LATERAL (
        SELECT sum(l.debit) AS debit, sum(l.credit) AS credit FROM finance.journal_line l
        WHERE l.entry_id = e.id AND l.id > e.id AND l.id < finance.one_day_after(e.id)) AS l
    WHERE e.company_id = :company AND (e.source_id = :id OR e.source_event_id = ANY(CAST(:events AS uuid[])))
    ORDER BY e.id LIMIT 200""")


def entries_behind(
    session: Session, company_id: UUID, document_id: UUID, event_ids: Sequence[UUID]
) -> list[EntryBehind]:
    """What the document and its events posted, in one execution."""
    rows = session.execute(_ENTRIES, {"company": company_id, "id": document_id, "events": list(event_ids)})
    return [EntryBehind(*row) for row in rows]
