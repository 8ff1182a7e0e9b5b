"""Whether every subledger comes to what its control accounts show at the end of the period."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.close.check_line import BLOCKING, DONE, CheckLine
from erp.finance.open_items.aging import total_on
from erp.finance.reports.account_sums import account_sums
from erp.finance.reports.accounts_of_report import ReportAccount, report_accounts
from erp.inventory.api import stock_value_on
from erp.kernel.money import ZERO

_DETAIL = text("""
    SELECT (SELECT coalesce(sum(amount), 0) FROM finance.grni_entry
            WHERE company_id = :company AND occurred_on <= :day) AS grni,
           (SELECT coalesce(sum(amount), 0) FROM finance.unbilled_entry
            WHERE company_id = :company AND occurred_on <= :day) AS unbilled
""")
TITLES = {
    "inventory": "Do the inventory accounts show the value of the stock?",
    "receivable": "Do the receivable accounts show what customers owe?",
    "payable": "Do the payable accounts show what is owed to suppliers?",
    "grni": "Do the GRNI accounts show what suppliers have yet to bill?",
    "unbilled": "Do the unbilled accounts show what has yet to be invoiced?",
}
_CREDIT_SIDE = ("payable", "grni")  # accounts whose balance is a credit, shown positive


def check_subledgers(session: Session, company_id: UUID, last_day: date) -> list[CheckLine]:
    """Each control total beside the sum of its subledger; any difference blocks."""
    accounts = [account for account in report_accounts(session, company_id) if account.control is not None]
    shown = control_balances(session, company_id, last_day, accounts)
    detail = subledger_totals(session, company_id, last_day)
    lines = []
    for control, question in TITLES.items():
        difference = shown[control] - detail[control]
        answer = "they agree" if not difference else f"the subledger comes to {detail[control]:,.2f}"
        account = next((account for account in accounts if account.control == control), None)
        lines.append(
            CheckLine(
                f"control_{control}", question, BLOCKING if difference else DONE, answer, "accountant",
                shown[control], "finance_reports.account" if account else "",
                {"account_id": account.id} if account else {}, stops=True,
            )
        )
    return lines


def control_balances(
    session: Session, company_id: UUID, on: date, accounts: list[ReportAccount]
) -> dict[str, Decimal]:
    """What the control accounts of each subledger show at the end of the day."""
    after = on + timedelta(days=1)
    sums = account_sums(session, company_id, [after])
    shown = dict.fromkeys(TITLES, ZERO)
    for account in accounts:
        found = sums.get((account.id, after))
        if account.control is not None and found is not None:
            shown[account.control] += -found.balance if account.control in _CREDIT_SIDE else found.balance
    return shown


def subledger_totals(session: Session, company_id: UUID, on: date) -> dict[str, Decimal]:
    """What each subledger comes to at the end of the day, from its own entries."""
    row = session.execute(_DETAIL, {"company": company_id, "day": on}).one()
    return {
        "inventory": stock_value_on(session, company_id, on),
        "receivable": total_on(session, company_id, "receivable", on),
        "payable": total_on(session, company_id, "payable", on),
        "grni": row.grni,
        "unbilled": row.unbilled,
    }
