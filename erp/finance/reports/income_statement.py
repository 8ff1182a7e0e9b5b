"""The income statement: what was earned and what it cost, over any days, beside the same days a year earlier."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from erp.finance.ledger.dimensions import Dimensions
from erp.finance.reports.account_sums import Sums, account_sums
from erp.finance.reports.accounts_of_report import ReportAccount, report_accounts
from erp.finance.reports.year_end_entries import carried_to_equity
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO

_NOTHING = Sums()


@dataclass(frozen=True)
class IncomeRow:
    """One account; income counts positive in income sections, expense positive in expense sections."""

    account: ReportAccount
    amount: Decimal
    a_year_earlier: Decimal


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[IncomeRow, ...]

    @property
    def amount(self) -> Decimal:
        return sum((row.amount for row in self.rows), ZERO)

    @property
    def a_year_earlier(self) -> Decimal:
        return sum((row.a_year_earlier for row in self.rows), ZERO)


@dataclass(frozen=True)
class IncomeStatement:
    """Income less cost of sales is the gross profit; less other expenses, the result."""

    first_day: date
    last_day: date
    income: Section
    cost_of_sales: Section
    expenses: Section

    @property
    def gross_profit(self) -> Decimal:
        return self.income.amount - self.cost_of_sales.amount

    @property
    def result(self) -> Decimal:
        return self.gross_profit - self.expenses.amount

    @property
    def gross_profit_a_year_earlier(self) -> Decimal:
        return self.income.a_year_earlier - self.cost_of_sales.a_year_earlier

    @property
    def result_a_year_earlier(self) -> Decimal:
        return self.gross_profit_a_year_earlier - self.expenses.a_year_earlier

    @property
    def margin_percent(self) -> Decimal | None:
        """Gross profit of a hundred of income, to one place; none without income."""
        if not self.income.amount:
            return None
        return (self.gross_profit * 100 / self.income.amount).quantize(Decimal("0.1"))


def income_statement(
    session: Session,
    company_id: UUID,
    first_day: date,
    last_day: date,
    dimensions: Dimensions = Dimensions(),  # noqa: B008
    known_at: int | None = None,
) -> IncomeStatement:
    """Income and expense from one day to another, both counted.

    Entries that carried the year's result to equity are left out. Cost of sales is what account determination posts
    goods to: cost of goods sold, variances, adjustments, scrap.

    Units: company currency.
    Raises: Refused for days out of order.
    """
    if first_day > last_day:
        raise Refused("The first day lies after the last.", field="first_day")
    after = last_day + timedelta(days=1)
    earlier_first, earlier_after = a_year_before(first_day), a_year_before(after)
    sums = account_sums(
        session, company_id, [first_day, after, earlier_first, earlier_after], dimensions, known_at
    )

    carried = {
        first: carried_to_equity(session, company_id, first, end - timedelta(days=1), dimensions, known_at)
        for first, end in ((first_day, after), (earlier_first, earlier_after))
    }

    def movement(account: ReportAccount, first: date, end: date) -> Decimal:
        amount = (
            sums.get((account.id, end), _NOTHING).balance - sums.get((account.id, first), _NOTHING).balance
            - carried[first].get(account.id, ZERO)
        )
        return -amount if account.kind == "income" else amount

    sections: dict[str, list[IncomeRow]] = {"income": [], "cost": [], "expense": []}
    for account in report_accounts(session, company_id):
        if not account.counts_by_year:
            continue
        row = IncomeRow(
            account, movement(account, first_day, after), movement(account, earlier_first, earlier_after)
        )
        if row.amount or row.a_year_earlier:
            kind = "income" if account.kind == "income" else "cost" if account.is_cost_of_sales else "expense"
            sections[kind].append(row)
    return IncomeStatement(
        first_day,
        last_day,
        Section("Income", tuple(sections["income"])),
        Section("Cost of sales", tuple(sections["cost"])),
        Section("Expenses", tuple(sections["expense"])),
    )


def a_year_before(day: date) -> date:
    """The same day a year earlier; the day after 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 3, 1)
