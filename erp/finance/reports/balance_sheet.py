"""The balance sheet: what the company has, owes and is worth on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from erp.finance.ledger.dimensions import Dimensions
from erp.finance.reports.account_sums import Sums, account_sums
from erp.finance.reports.accounts_of_report import ReportAccount, report_accounts, retained_earnings
from erp.finance.reports.fiscal_year import fiscal_year_begins
from erp.kernel.money import ZERO

_NOTHING = Sums()


@dataclass(frozen=True)
class BalanceRow:
    """One account; assets count positive as debits, liabilities and equity as credits."""

    account: ReportAccount
    amount: Decimal


@dataclass(frozen=True)
class BalanceSheet:
    """Assets equal liabilities plus equity plus the result of the year so far."""

    on: date
    year_start: date
    assets: tuple[BalanceRow, ...]
    liabilities: tuple[BalanceRow, ...]
    equity: tuple[BalanceRow, ...]
    result_of_year: Decimal

    @property
    def total_assets(self) -> Decimal:
        return sum((row.amount for row in self.assets), ZERO)

    @property
    def total_liabilities(self) -> Decimal:
        return sum((row.amount for row in self.liabilities), ZERO)

    @property
    def total_equity(self) -> Decimal:
        return sum((row.amount for row in self.equity), ZERO) + self.result_of_year

    @property
    def difference(self) -> Decimal:
        """Zero, always: by whole entries. A choice of one branch can differ where an entry joins two."""
        return self.total_assets - self.total_liabilities - self.total_equity


def balance_sheet(
    session: Session,
    company_id: UUID,
    on: date,
    dimensions: Dimensions = Dimensions(),  # noqa: B008
    known_at: int | None = None,
) -> BalanceSheet:
    """Balances at the end of a day. Results of earlier years stand in retained earnings, the year's own apart.

    Units: company currency.
    """
    year_start = fiscal_year_begins(session, company_id, on)
    after = on + timedelta(days=1)
    accounts = report_accounts(session, company_id)
    sums = account_sums(session, company_id, [year_start, after], dimensions, known_at)
    earlier, this_year = ZERO, ZERO
    for account in accounts:
        if account.counts_by_year:
            before = sums.get((account.id, year_start), _NOTHING).balance
            earlier -= before
            this_year -= sums.get((account.id, after), _NOTHING).balance - before
    carrier = retained_earnings(accounts) if earlier else None
    sides: dict[str, list[BalanceRow]] = {"asset": [], "liability": [], "equity": []}
    for account in accounts:
        if account.counts_by_year:
            continue
        amount = sums.get((account.id, after), _NOTHING).balance
        amount = amount if account.kind == "asset" else -amount
        if account is carrier:
            amount += earlier
        if amount:
            sides[account.kind].append(BalanceRow(account, amount))
    return BalanceSheet(
        on, year_start, tuple(sides["asset"]), tuple(sides["liability"]), tuple(sides["equity"]), this_year
    )
