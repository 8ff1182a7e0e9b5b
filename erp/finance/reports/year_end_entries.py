"""What closing entries took out of income and expense accounts: a statement of the year leaves them out."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.ledger.dimensions import Dimensions

_CARRIED = """
    SELECT l.account_id, sum(l.debit - l.credit) AS amount
    FROM finance.year_close y
    JOIN finance.journal_line l ON l.entry_id = y.entry_id AND l.id > y.entry_id
         AND l.id < finance.one_day_after(y.entry_id) {chosen}
    {known}
    WHERE y.company_id = :company AND y.closed_on BETWEEN :first_day AND :last_day
    GROUP BY l.account_id
"""
_KNOWN = "JOIN finance.journal_seal k ON k.entry_id = y.entry_id AND k.company_id = :company AND k.seal_no <= :known_at"


def carried_to_equity(
    session: Session,
    company_id: UUID,
    first_day: date,
    last_day: date,
    dimensions: Dimensions = Dimensions(),  # noqa: B008
    known_at: int | None = None,
) -> dict[UUID, Decimal]:
    """Debit less credit of the closing entries posted on these days, by account."""
    chosen = "".join(f" AND l.{column} = :{column}" for column in dimensions.chosen())
    statement = _CARRIED.format(chosen=chosen, known=_KNOWN if known_at is not None else "")
    rows = session.execute(
        text(statement),
        {
            "company": company_id, "first_day": first_day, "last_day": last_day, "known_at": known_at,
            **dimensions.chosen(),
        },
    )
    return {row.account_id: row.amount for row in rows}
