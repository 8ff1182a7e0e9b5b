"""What a step under way has posted so far: its journal entries as an accountant reads them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from sqlalchemy import text

from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class StepLine:
    """An amount on an account, debit or credit, in company currency."""

    account_id: UUID
    account_code: str
    account_name: str
    branch_code: str
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class StepEntry:
    """One journal entry of the step."""

    memo: str
    posted_on: date
    lines: tuple[StepLine, ...]

    @property
    def amount(self) -> Decimal:
        return sum((line.debit for line in self.lines), ZERO)


# Ids are ordered by time, so that only the youngest rows of the ledger are looked at.
_LINES = text("""
    SELECT e.id, e.memo, e.posted_on, a.id AS account_id, a.code AS account_code, a.name AS account_name,
           coalesce(b.code, '') AS branch_code, l.debit, l.credit
    FROM finance.journal_entry e
    JOIN finance.journal_line l ON l.entry_id = e.id AND l.id > e.id
    JOIN finance.account a ON a.id = l.account_id
    LEFT JOIN organization.branch b ON b.id = l.branch_id
    WHERE e.id > :since AND e.correlation_id = :step
    ORDER BY e.id, l.position
""")


def entries_of_step(work: UnitOfWork, since: UUID) -> list[StepEntry]:
    """The entries that this unit of work has posted after the id was made, in their order."""
    rows = work.execute(_LINES, {"since": since, "step": work.correlation_id}).all()
    entries = []
    for _, group in groupby(rows, key=lambda row: row.id):
        lines = list(group)
        entries.append(
            StepEntry(
                lines[0].memo, lines[0].posted_on,
                tuple(
                    StepLine(r.account_id, r.account_code, r.account_name, r.branch_code, r.debit, r.credit)
                    for r in lines
                ),
            )
        )
    return entries
