"""Pages of journal entries."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, url_for
from sqlalchemy import func, or_, select

from erp.finance.ledger.document_pages import DOCUMENT_PAGES
from erp.finance.ledger.models import JournalEntry, JournalLine
from erp.finance.ledger.queries import entry_with_lines
from erp.web.forms import Form, fields, parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, read
from erp.web.routing import requires

bp = Blueprint("finance_ledger", __name__, url_prefix="/finance/journal-entries")

COLUMNS = (
    Column("number", "Entry", link=lambda row: url_for(".show", entry_id=row.id)),
    Column("posted_on", "Posted", kind="day"),
    Column("memo", "What for"),
    Column("purpose", "Purpose"),
    Column("subledger", "Subledger"),
    Column("amount", "Amount", kind="amount", total=True),
    Column("actor", "By"),
)


class FilterForm(Form):
    q = fields.Text(max=100)
    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)
    source_id = fields.Id(allow_none=True)
    correlation_id = fields.Id(allow_none=True)


@bp.get("")
@requires("finance.journal_entry.view")
def index() -> Response:
    chosen = parse_query(FilterForm)
    amount = (
        select(func.sum(JournalLine.debit)).where(JournalLine.entry_id == JournalEntry.id).scalar_subquery()
    )
    statement = select(
        JournalEntry.id, JournalEntry.number, JournalEntry.posted_on, JournalEntry.memo, JournalEntry.purpose,
        JournalEntry.subledger, amount.label("amount"), JournalEntry.actor,
    ).where(JournalEntry.company_id == current_company())
    if chosen["q"]:
        statement = statement.where(
            or_(
                JournalEntry.number == chosen["q"].upper(),
                JournalEntry.memo.icontains(chosen["q"], autoescape=True),
            )
        )
    if chosen["from_day"]:
        statement = statement.where(JournalEntry.posted_on >= chosen["from_day"])
    if chosen["to_day"]:
        statement = statement.where(JournalEntry.posted_on <= chosen["to_day"])
    if chosen["source_id"]:
        statement = statement.where(JournalEntry.source_id == chosen["source_id"])
    if chosen["correlation_id"]:
        statement = statement.where(JournalEntry.correlation_id == chosen["correlation_id"])
    listing = page_by_key(statement, columns=COLUMNS, key=("-posted_on", "-id"))
    return render_list("finance/ledger/index.html", listing, name="journal-entries")


@bp.get("/<uuid:entry_id>")
@requires("finance.journal_entry.view")
def show(entry_id: UUID) -> Response:
    found = entry_with_lines(read(), current_company(), entry_id)
    return render(
        "finance/ledger/show.html", entry=found.entry, lines=found.lines, total=found.total,
        document_url=document_link(found.entry.source_kind, found.entry.source_id),
    )


def document_link(source_kind: str, source_id: UUID) -> str | None:
    """The address of the document behind an entry, where it has a page."""
    endpoint, argument = DOCUMENT_PAGES.get(source_kind, ("", ""))
    if endpoint not in current_app.view_functions:
        return None
    values: dict[str, Any] = {argument: source_id}
    return url_for(endpoint, **values)
