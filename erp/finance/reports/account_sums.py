"""What was posted to every account before a day: the one query behind every report.

Whole months come from the roll-up, the rest of a month from its lines, and what is not sealed yet from the tail of the
ledger, all in one statement and therefore of one moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.ledger.dimensions import Dimensions
from erp.kernel.money import ZERO

_SUMS = """
    WITH cut AS (SELECT day, date_trunc('month', day)::date AS month
                 FROM (SELECT DISTINCT unnest(CAST(:days AS date[])) AS day) AS asked),
    fact AS ({facts})
    SELECT account_id, day, sum(debit) AS debit, sum(credit) AS credit FROM fact GROUP BY account_id, day
"""
_MONTHS = """
    SELECT cut.day, l.account_id, l.debit, l.credit
    FROM cut JOIN finance.ledger_rollup l ON l.company_id = :company AND l.month < cut.month {chosen}
"""
_REST_OF_MONTH = """
    SELECT cut.day, l.account_id, l.debit, l.credit
    FROM cut CROSS JOIN finance.account a
    JOIN finance.journal_line l ON l.company_id = :company AND l.account_id = a.id
         AND l.posted_on >= cut.month AND l.posted_on < cut.day {chosen} {known}
    WHERE a.company_id = :company
"""
_NOT_SEALED = """
    SELECT cut.day, l.account_id, l.debit, l.credit
    FROM finance.journal_entry e
    JOIN finance.journal_line l ON l.entry_id = e.id AND l.id > e.id AND l.id < finance.one_day_after(e.id) {chosen}
    JOIN cut ON l.posted_on < cut.month
    WHERE e.company_id = :company AND e.xact_id >= (SELECT sealed_below FROM finance.seal_progress)
      AND NOT EXISTS (SELECT FROM finance.journal_seal s WHERE s.entry_id = e.id)
"""
_SEALED_LATER = """
    SELECT cut.day, l.account_id, -l.debit, -l.credit
    FROM finance.journal_seal s
    JOIN finance.journal_line l ON l.entry_id = s.entry_id AND l.id > s.entry_id
         AND l.id < finance.one_day_after(s.entry_id) {chosen}
    JOIN cut ON l.posted_on < cut.month
    WHERE s.company_id = :company AND s.seal_no > :known_at
"""
_LINES_ALONE = """
    SELECT cut.day, l.account_id, l.debit, l.credit
    FROM cut CROSS JOIN finance.account a
    JOIN finance.journal_line l ON l.company_id = :company AND l.account_id = a.id AND l.posted_on < cut.day
         {chosen} {known}
    WHERE a.company_id = :company
"""
_KNOWN = (
    "JOIN finance.journal_seal k ON k.entry_id = l.entry_id AND k.company_id = :company AND k.seal_no <= :known_at"
)


@dataclass(frozen=True)
class Sums:
    """Everything posted to an account before a day, in company currency."""

    debit: Decimal = ZERO
    credit: Decimal = ZERO

    @property
    def balance(self) -> Decimal:
        """Debit less credit."""
        return self.debit - self.credit


def account_sums(
    session: Session,
    company_id: UUID,
    before: Sequence[date],
    dimensions: Dimensions = Dimensions(),  # noqa: B008
    known_at: int | None = None,
) -> dict[tuple[UUID, date], Sums]:
    """The sums of every account before each of some days (the day itself not counted), in one execution.

    ``known_at``: as it stood when that seal was the company's last, leaving out whatever was sealed later.
    """
    chosen = "".join(f" AND l.{column} = :{column}" for column in dimensions.chosen())
    known = _KNOWN if known_at is not None else ""
    if dimensions.in_rollup:
        parts = [_MONTHS, _REST_OF_MONTH, _NOT_SEALED if known_at is None else _SEALED_LATER]
    else:
        parts = [_LINES_ALONE]
    facts = " UNION ALL ".join(part.format(chosen=chosen, known=known) for part in parts)
    rows = session.execute(
        text(_SUMS.format(facts=facts)),
        {"company": company_id, "days": list(before), "known_at": known_at, **dimensions.chosen()},
    )
    return {(row.account_id, row.day): Sums(row.debit, row.credit) for row in rows}


def balance_before(
    session: Session, company_id: UUID, account_id: UUID, day: date, dimensions: Dimensions
) -> Decimal:
    """Debit less credit of everything posted to one account before the day."""
    return account_sums(session, company_id, [day], dimensions).get((account_id, day), Sums()).balance
