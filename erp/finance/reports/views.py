"""Pages of the statements. Every figure links to what it is made of, with the days and dimensions chosen."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from erp.finance.accounts.queries import account as account_of
from erp.finance.ledger.account_lines import account_lines
from erp.finance.ledger.queries import last_seal
from erp.finance.ledger.views import document_link
from erp.finance.reports.account_sums import balance_before
from erp.finance.reports.balance_sheet import balance_sheet
from erp.finance.reports.choices import chosen_dimensions, dimension_options, month_to_date, usual_ranges
from erp.finance.reports.forms import AccountForm, AsOfForm, RangeForm
from erp.finance.reports.income_statement import income_statement
from erp.finance.reports.trial_balance import trial_balance
from erp.kernel.money import ZERO
from erp.web.forms import parse_query
from erp.web.listing import spreadsheet_value
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_company, read
from erp.web.routing import requires

bp = Blueprint("finance_reports", __name__, url_prefix="/finance/reports")

LINE_COLUMNS = (
    Column("posted_on", "Posted", kind="day"),
    Column("number", "Entry", link=lambda row: url_for("finance_ledger.show", entry_id=row.entry_id)),
    Column("memo", "What for", link=lambda row: document_link(row.source_kind, row.source_id)),
    Column("branch_code", "Branch"),
    Column("party_name", "Customer or supplier"),
    Column("debit", "Debit", kind="amount", total=True),
    Column("credit", "Credit", kind="amount", total=True),
    Column("running", "Balance", kind="amount"),
)


@bp.get("/trial-balance")
@requires("finance.report.view")
def show_trial_balance() -> Response:
    chosen = parse_query(RangeForm)
    first_day, last_day = month_to_date(chosen, business_date())
    found = trial_balance(
        read(), current_company(), first_day, last_day, chosen_dimensions(chosen), chosen["known_at"]
    )
    if chosen["format"] == "csv":
        rows: list[list[object]] = [
            [row.account.code, row.account.name, row.opening, row.debit, row.credit, row.closing] for row in found.rows
        ]
        rows.append(["", "Total", found.opening, found.debit, found.credit, found.closing])
        return _spreadsheet("trial-balance", ["Account", "Name", "Opening", "Debit", "Credit", "Closing"], rows)
    return render(
        "finance/reports/trial_balance.html", report=found, **_around(with_ranges=True)
    )


@bp.get("/income-statement")
@requires("finance.report.view")
def show_income_statement() -> Response:
    chosen = parse_query(RangeForm)
    first_day, last_day = month_to_date(chosen, business_date())
    found = income_statement(
        read(), current_company(), first_day, last_day, chosen_dimensions(chosen), chosen["known_at"]
    )
    if chosen["format"] == "csv":
        rows: list[list[object]] = []
        for section in (found.income, found.cost_of_sales, found.expenses):
            rows += [[r.account.code, r.account.name, r.amount, r.a_year_earlier] for r in section.rows]
            rows.append(["", section.title, section.amount, section.a_year_earlier])
        rows.append(["", "Gross profit", found.gross_profit, found.gross_profit_a_year_earlier])
        rows.append(["", "Result", found.result, found.result_a_year_earlier])
        return _spreadsheet("income-statement", ["Account", "Name", "Amount", "A year earlier"], rows)
    return render(
        "finance/reports/income_statement.html", report=found, **_around(with_ranges=True)
    )


@bp.get("/balance-sheet")
@requires("finance.report.view")
def show_balance_sheet() -> Response:
    chosen = parse_query(AsOfForm)
    on = chosen["on"] or business_date()
    found = balance_sheet(read(), current_company(), on, chosen_dimensions(chosen), chosen["known_at"])
    if chosen["format"] == "csv":
        rows: list[list[object]] = []
        for title, side, total in (
            ("Assets", found.assets, found.total_assets),
            ("Liabilities", found.liabilities, found.total_liabilities),
        ):
            rows += [[row.account.code, row.account.name, row.amount] for row in side]
            rows.append(["", title, total])
        rows += [[row.account.code, row.account.name, row.amount] for row in found.equity]
        rows.append(["", "Result of the year", found.result_of_year])
        rows.append(["", "Equity", found.total_equity])
        return _spreadsheet("balance-sheet", ["Account", "Name", "Amount"], rows)
    return render("finance/reports/balance_sheet.html", report=found, **_around())


@bp.get("/accounts/<uuid:account_id>")
@requires("finance.account.view")
def account(account_id: UUID) -> Response:
    """Every line of one account, with what it brought forward."""
    chosen = parse_query(AccountForm)
    session, company_id, dimensions = read(), current_company(), chosen_dimensions(chosen)
    found = account_of(session, company_id, account_id)
    opening = ZERO
    if chosen["from_day"]:
        opening = balance_before(session, company_id, account_id, chosen["from_day"], dimensions)
    statement = account_lines(company_id, account_id, chosen["from_day"], chosen["to_day"], dimensions, opening)
    listing = page_by_key(statement, columns=LINE_COLUMNS, key=("posted_on", "id"), page_size=100)
    moved = sum((total.sums["debit"] - total.sums["credit"] for total in listing.totals), ZERO)
    context: dict[str, Any] = {
        "account": found, "opening": opening, "moved": moved, "closing": opening + moved, **_around(),
    }
    return render_list("finance/reports/account.html", listing, name=f"account-{found.code}", **context)


def _around(*, with_ranges: bool = False) -> dict[str, Any]:
    """What stands around every report: its filters, and links that keep what was chosen."""
    session, company_id = read(), current_company()
    around: dict[str, Any] = {
        "kept": _kept, "last_seal": last_seal(session, company_id), **dimension_options(session, company_id),
    }
    if with_ranges:
        around["ranges"] = usual_ranges(session, company_id, business_date())
    return around


def _kept(**changes: Any) -> dict[str, Any]:
    """The filters of the present address with some changed."""
    values = {key: value for key, value in request.args.items() if value and key not in ("after", "before", "format")}
    return values | {key: value for key, value in changes.items() if value is not None}


def _spreadsheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The report as CSV. It has no more rows than the chart has accounts, so it is made in one piece."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([spreadsheet_value(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)
