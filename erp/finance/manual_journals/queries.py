"""Read manual journals."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from erp.finance.manual_journals.models import ManualJournal
from erp.kernel.actor import Actor
from erp.kernel.errors import NotFound
from erp.kernel.money import ZERO

_LINES = text("""
    SELECT l.*, a.code AS account_code, a.name AS account_name, b.code AS branch_code
    FROM finance.manual_journal_line l
    JOIN finance.account a ON a.id = l.account_id LEFT JOIN organization.branch b ON b.id = l.branch_id
    WHERE l.manual_journal_id = :id ORDER BY l.position
""")


@dataclass(frozen=True)
class JournalWithLines:
    journal: ManualJournal
    lines: tuple[Any, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.debit for line in self.lines), ZERO)


def journal_with_lines(session: Session, company_id: UUID, journal_id: UUID) -> JournalWithLines:
    """One manual journal of the company.

    Raises: NotFound
    """
    journal = session.get(ManualJournal, journal_id)
    if journal is None or journal.company_id != company_id:
        raise NotFound("There is no such manual journal in this company.")
    return JournalWithLines(journal, tuple(session.execute(_LINES, {"id": journal_id})))


def journals_to_approve(session: Session, company_id: UUID, actor: Actor) -> int:
    """How many journals wait for somebody like this person."""
    count = session.scalar(
        select(func.count())
        .select_from(ManualJournal)
        .where(
            ManualJournal.company_id == company_id,
            ManualJournal.status == "submitted",
            ManualJournal.submitted_by != actor.name,
        )
    )
    return count or 0
