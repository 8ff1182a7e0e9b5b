"""Close a fiscal year: its result goes to equity, and income and expense begin the next year at nothing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.finance.accounts.determine_account import determine_accounts
from erp.finance.close.models import YearClose
from erp.finance.events import YearClosed
from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import lock_period

_PERIODS = text("""
    SELECT id, first_day, last_day FROM organization.posting_period
    WHERE company_id = :company AND fiscal_year = :year ORDER BY first_day
""")
# Whole months from the roll-up would miss what is not sealed yet; the lines of result accounts say it all.
_BALANCES = text("""
    SELECT l.account_id, l.branch_id, sum(l.debit - l.credit) AS amount,
           sum(l.debit - l.credit) FILTER (WHERE l.posted_on < :first_day) AS earlier
    FROM finance.account a
    JOIN finance.journal_line l ON l.company_id = a.company_id AND l.account_id = a.id AND l.posted_on <= :last_day
    WHERE a.company_id = :company AND a.kind IN ('income', 'expense')
    GROUP BY l.account_id, l.branch_id, a.code
    HAVING sum(l.debit - l.credit) <> 0
        OR coalesce(sum(l.debit - l.credit) FILTER (WHERE l.posted_on < :first_day), 0) <> 0
    ORDER BY l.branch_id NULLS FIRST, a.code COLLATE "C"
""")


@dataclass(frozen=True)
class ClosedYear:
    """What was carried: the entry and the result, profit positive; no entry where nothing was left to carry."""

    entry_id: UUID | None
    closed_on: date
    result_amount: Decimal


def close_year(work: UnitOfWork, company_id: UUID, fiscal_year: int, *, note: str = "") -> ClosedYear:
    """Carry every income and expense account to retained earnings, branch by branch, on the year's last day.

    One entry: each account is brought to nothing, and each branch's result is booked where account determination
    leads results of earlier years. Reports of the year leave the entry out. What is posted into the year afterwards is
    carried by closing it again. The last period must still be open for the general ledger; it is closed afterwards.

    Raises: Forbidden; Refused where the year has no periods or its last is closed; Conflict where an earlier year was
    not carried.
    Effects: one journal entry, YearClosed.
    """
    work.require("finance.year.close")
    periods = work.execute(_PERIODS, {"company": company_id, "year": fiscal_year}).all()
    if not periods:
        raise Refused("Fiscal year %(year)s has no posting periods.", year=fiscal_year, field="fiscal_year")
    for row in periods:
        lock_period(work, row.id)
    first_day, last_day = periods[0].first_day, periods[-1].last_day
    asked = {"company": company_id, "first_day": first_day, "last_day": last_day}
    rows = work.execute(_BALANCES, asked).all()
    if any(row.earlier for row in rows):
        raise Conflict(
            "Results from before %(day)s were never carried to equity. Close the earlier fiscal year first.",
            day=first_day.isoformat(),
        )
    left = [row for row in rows if row.amount]
    if not left:
        return ClosedYear(None, last_day, ZERO)
    branches = dict.fromkeys(row.branch_id for row in left)
    accounts = determine_accounts(work.session, company_id, [("retained_earnings", None, None)])
    equity = accounts[("retained_earnings", None, None)]
    lines = []
    for branch_id in branches:
        own = [row for row in left if row.branch_id == branch_id]
        lines += [_line(row.account_id, -row.amount, branch_id) for row in own]
        lines.append(_line(equity, sum((row.amount for row in own), ZERO), branch_id))
    close_id = new_id()
    memo = f"Result of fiscal year {fiscal_year}"
    (entry_id,) = post_entries(
        work,
        [EntryDraft(company_id, last_day, "year close", memo, "general", "year_close", close_id, lines)],
        source_event_id=work.reserve_event_id(),
    )
    result = -sum((row.amount for row in left), ZERO)
    insert_rows(
        work,
        YearClose,
        [
            {
                "id": close_id, "company_id": company_id, "fiscal_year": fiscal_year, "closed_on": last_day,
                "entry_id": entry_id, "result_amount": result, "note": note.strip(), "actor": work.actor.name,
                "recorded_at": work.now,
            }
        ],
    )
    work.publish(
        YearClosed(
            company_id=company_id, occurred_on=last_day, year_close_id=close_id, fiscal_year=fiscal_year,
            entry_id=entry_id, result_amount=result,
        )
    )
    return ClosedYear(entry_id, last_day, result)


def _line(account_id: UUID, amount: Decimal, branch_id: UUID | None) -> LineDraft:
    return LineDraft(account_id, debit=max(amount, ZERO), credit=max(-amount, ZERO), branch_id=branch_id)
