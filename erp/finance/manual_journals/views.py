"""Pages of manual journals."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import func, or_, select

from erp.finance.accounts.models import Account
from erp.finance.accounts.queries import account_ids_by_code
from erp.finance.ledger.queries import entry_with_lines
from erp.finance.ledger.reverse_entry import reverse_entry
from erp.finance.manual_journals.approve import approve_manual_journal
from erp.finance.manual_journals.forms import JournalForm, RejectForm, ReverseForm
from erp.finance.manual_journals.models import JOURNAL_STATUSES, ManualJournal, ManualJournalLine
from erp.finance.manual_journals.queries import journal_with_lines
from erp.finance.manual_journals.reject import reject_manual_journal, withdraw_manual_journal
from erp.finance.manual_journals.submit import JournalLineDraft, submit_manual_journal
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO
from erp.organization.api import branches
from erp.web.forms import Form, fields, parse, parse_query
from erp.web.languages import gettext
from erp.web.lookup import question, suggestions
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("finance_manual_journals", __name__, url_prefix="/finance/manual-journals")

COLUMNS = (
    Column("number", "Journal", link=lambda row: url_for(".show", journal_id=row.id)),
    Column("posted_on", "To be posted", kind="day"),
    Column("memo", "What for"),
    Column("amount", "Amount", kind="amount", total=True),
    Column("submitted_by", "Submitted by"),
    Column("decided_by", "Decided by"),
    Column("status", "Status", kind="status"),
)


class FilterForm(Form):
    status = fields.Choice(JOURNAL_STATUSES, allow_none=True)


@bp.get("")
@requires("finance.journal_entry.view")
def index() -> Response:
    chosen = parse_query(FilterForm)
    amount = (
        select(func.sum(ManualJournalLine.debit))
        .where(ManualJournalLine.manual_journal_id == ManualJournal.id)
        .scalar_subquery()
    )
    statement = select(
        ManualJournal.id, ManualJournal.number, ManualJournal.posted_on, ManualJournal.memo, amount.label("amount"),
        ManualJournal.submitted_by, ManualJournal.decided_by, ManualJournal.status,
    ).where(ManualJournal.company_id == current_company())
    if chosen["status"]:
        statement = statement.where(ManualJournal.status == chosen["status"])
    listing = page_by_key(statement, columns=COLUMNS, key=("-id",))
    return render_list(
        "finance/manual_journals/index.html", listing, name="manual-journals", statuses=JOURNAL_STATUSES
    )


@bp.get("/new")
@requires("finance.manual_journal.submit")
def new() -> Response:
    known = branches(read(), current_company())
    return render("finance/manual_journals/new.html", branches=[b for b in known if b.status == "active"])


@bp.get("/suggest-accounts")
@requires("finance.manual_journal.submit")
def suggest_accounts() -> Response:
    """Accounts that a journal may use: those of no subledger."""
    typed = question()
    rows = read().execute(
        select(Account.code, Account.name, Account.kind)
        .where(
            Account.company_id == current_company(), Account.status == "active", Account.control.is_(None),
            or_(Account.code.istartswith(typed, autoescape=True), Account.name.icontains(typed, autoescape=True)),
        )
        .order_by(Account.code)
        .limit(12)
    )
    return suggestions((row.code, row.name, row.kind) for row in rows)


@bp.post("")
@requires("finance.manual_journal.submit")
def submit() -> Response:
    form, company_id = parse(JournalForm), current_company()
    lines = _lines(company_id, form["lines"])
    return perform(
        lambda work: submit_manual_journal(
            work, company_id=company_id, posted_on=form["posted_on"], memo=form["memo"], lines=lines
        ),
        then=lambda journal: url_for(".show", journal_id=journal.id),
        said=lambda journal: gettext("Journal %(number)s waits for approval by somebody else.", number=journal.number),
    )


@bp.get("/<uuid:journal_id>")
@requires("finance.journal_entry.view")
def show(journal_id: UUID) -> Response:
    found = journal_with_lines(read(), current_company(), journal_id)
    return render(
        "finance/manual_journals/show.html", journal=found.journal, lines=found.lines, total=found.total
    )


@bp.post("/<uuid:journal_id>/approve")
@requires("finance.manual_journal.approve")
def approve(journal_id: UUID) -> Response:
    journal_with_lines(read(), current_company(), journal_id)
    return perform(
        lambda work: approve_manual_journal(work, journal_id),
        then=lambda journal: url_for(".show", journal_id=journal.id),
        said="Approved and posted.",
    )


@bp.post("/<uuid:journal_id>/reject")
@requires("finance.manual_journal.approve")
def reject(journal_id: UUID) -> Response:
    form = parse(RejectForm)
    journal_with_lines(read(), current_company(), journal_id)
    return perform(
        lambda work: reject_manual_journal(work, journal_id, note=form["note"]),
        then=lambda journal: url_for(".show", journal_id=journal.id),
        said="Rejected.",
    )


@bp.post("/<uuid:journal_id>/withdraw")
@requires("finance.manual_journal.submit")
def withdraw(journal_id: UUID) -> Response:
    journal_with_lines(read(), current_company(), journal_id)
    return perform(
        lambda work: withdraw_manual_journal(work, journal_id),
        then=lambda journal: url_for(".show", journal_id=journal.id),
        said="Withdrawn.",
    )


@bp.post("/reverse/<uuid:entry_id>")
@requires("finance.journal_entry.reverse")
def reverse(entry_id: UUID) -> Response:
    form = parse(ReverseForm)
    entry_with_lines(read(), current_company(), entry_id)
    return perform(
        lambda work: reverse_entry(work, entry_id, reason=form["reason"], posted_on=form["posted_on"]),
        then=lambda reversal_id: url_for("finance_ledger.show", entry_id=reversal_id),
        said="Reversed by this entry.",
    )


def _lines(company_id: UUID, typed: list[dict[str, Any]]) -> list[JournalLineDraft]:
    ids = account_ids_by_code(read(), company_id, [line["account"] for line in typed])
    drafts = []
    for line in typed:
        account_id = ids.get(line["account"].upper())
        if account_id is None:
            raise Refused(
                "There is no account %(line)s.",
                field=f"lines-{line['index']}-account", line=line['account'],
            )
        drafts.append(
            JournalLineDraft(
                account_id, line["debit"] or ZERO, line["credit"] or ZERO, line["branch_id"], row=line["index"]
            )
        )
    return drafts
