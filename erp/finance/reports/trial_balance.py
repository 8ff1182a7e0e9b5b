"""The trial balance: what every account brought forward, what was posted to it, and what it stands at."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from erp.finance.ledger.dimensions import Dimensions
from erp.finance.reports.account_sums import Sums, account_sums
from erp.finance.reports.accounts_of_report import ReportAccount, report_accounts, retained_earnings
from erp.finance.reports.fiscal_year import fiscal_year_begins
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO

_NOTHING = Sums()


@dataclass(frozen=True)
class TrialBalanceRow:
    """One account. Balances are debit less credit."""

    account: ReportAccount
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit


@dataclass(frozen=True)
class TrialBalance:
    """Every account with a figure, and the totals, whose balances are zero."""

    first_day: date
    last_day: date
    rows: tuple[TrialBalanceRow, ...]

    @property
    def day_before(self) -> date:
        """The last day of what was brought forward."""
        return self.first_day - timedelta(days=1)

    @property
    def opening(self) -> Decimal:
        return sum((row.opening for row in self.rows), ZERO)

    @property
    def debit(self) -> Decimal:
        return sum((row.debit for row in self.rows), ZERO)

    @property
    def credit(self) -> Decimal:
        return sum((row.credit for row in self.rows), ZERO)

    @property
    def closing(self) -> Decimal:
        return sum((row.closing for row in self.rows), ZERO)


def trial_balance(
    session: Session,
    company_id: UUID,
    first_day: date,
    last_day: date,
    dimensions: Dimensions = Dimensions(),  # noqa: B008
    known_at: int | None = None,
) -> TrialBalance:
    """The trial balance from one day to another, both counted, within one fiscal year.

    Income and expense begin the year at zero: what they came to in earlier years is brought forward on retained
    earnings. Where the year
    was closed by an entry its result stands there already; otherwise it is counted here, so that the turn of the year
    needs no run and cannot be forgotten or half done.

    Units: company currency.
    Raises: Refused for days out of order or in two fiscal years.
    """
    year_start = fiscal_year_begins(session, company_id, last_day)
    if first_day > last_day:
        raise Refused("The first day lies after the last.", field="first_day")
    if first_day < year_start:
        raise Refused(
            "These days lie in two fiscal years: begin on %(year_start)s or later, or end before it, because income "
            "and expense begin anew there.",
            field="first_day", year_start=f"{year_start:%d %B %Y}",
        )
    after = last_day + timedelta(days=1)
    accounts = report_accounts(session, company_id)
    sums = account_sums(session, company_id, [year_start, first_day, after], dimensions, known_at)
    earlier_results = sum(
        (sums.get((account.id, year_start), _NOTHING).balance for account in accounts if account.counts_by_year),
        ZERO,
    )
    carrier = retained_earnings(accounts) if earlier_results else None
    rows = []
    for account in accounts:
        before, through = sums.get((account.id, first_day), _NOTHING), sums.get((account.id, after), _NOTHING)
        opening = before.balance
        if account.counts_by_year:
            opening -= sums.get((account.id, year_start), _NOTHING).balance
        elif account is carrier:
            opening += earlier_results
        row = TrialBalanceRow(account, opening, through.debit - before.debit, through.credit - before.credit)
        if row.opening or row.debit or row.credit:
            rows.append(row)
    return TrialBalance(first_day, last_day, tuple(rows))
