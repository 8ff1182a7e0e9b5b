"""Lists page by key, not by offset: page 4,000 costs what page 1 costs, and a row added meanwhile shifts nothing.

The address holds the filters, the order, the columns and the key of the last row seen, so that it can be sent and
saved. The spreadsheets are made from the same statement and the same columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, request
from sqlalchemy import Select, Subquery, func, select

from erp.kernel.errors import Refused
from erp.kernel.row_actions import RowAction
from erp.web.list_address import chosen_columns, list_address
from erp.web.list_order import Order, chosen_order, headings, sortable_columns
from erp.web.listing import AskedRows, Column, Listing, Totals
from erp.web.pages import render
from erp.web.places import current_company
from erp.web.reading import read
from erp.web.row_choice import asked_action, chosen_ids, row_actions
from erp.web.saved_views import lead_to_usual_view
from erp.web.spreadsheet import FORMATS, spreadsheet

__all__ = ["Column", "Listing", "page_by_key", "render_list"]

PAGE_SIZE = 50
MOST_ROWS = 5000  # of one action: what a person can answer for at a time


def page_by_key(
    statement: Select[*tuple[Any, ...]], *, columns: Sequence[Column], key: Sequence[str], page_size: int = PAGE_SIZE,
    select_rows: bool = False,
) -> Listing:  # fmt: skip
    """Read one page of the statement in the order of ``key``, or of a column somebody chose, and the totals of it all.

    ``key`` names labels of the statement, ``-`` before one for descending; they must not be null, and the last one
    must be unique. Two executions: the page and the totals.
    Raises: Refused where the address holds a key that cannot be read.
    """
    lead_to_usual_view()
    found = statement.order_by(None).subquery("found")
    sortable = sortable_columns(statement, columns)
    order, shown = chosen_order(found, key, sortable), chosen_columns(columns)
    if request.args.get("format") in FORMATS:
        return Listing(shown, (), statement=order.sorted(select(found)))
    actions = row_actions()
    action = asked_action(actions)
    if action is not None:
        return _asked(found, order, shown, columns, action)
    before, after = request.args.get("before"), request.args.get("after")
    page = order.sorted(select(found), backwards=before is not None)
    cursor = before if before is not None else after
    if cursor is not None:
        page = page.where(order.beyond(cursor, backwards=before is not None))
    rows = list(read().execute(page.limit(page_size + 1)))
    has_more = len(rows) > page_size
    rows = rows[:page_size]
    if before is not None:
        rows.reverse()
    has_previous = has_more if before is not None else after is not None
    has_next = True if before is not None else has_more
    return Listing(
        shown, rows, totals=_totals(found, columns), select=select_rows or bool(actions),
        first_url=list_address() if has_previous else None,
        previous_url=list_address(before=order.cursor(rows[0])) if rows and has_previous else None,
        next_url=list_address(after=order.cursor(rows[-1])) if rows and has_next else None,
        all_columns=[*shown, *(column for column in columns if column not in shown)],
        headings=headings(order, sortable), actions=actions,
    )  # fmt: skip


def render_list(
    template: str, listing: Listing, *, name: str, in_file: Sequence[Column] = (), **context: Any
) -> Response:
    """Show a list, or stream all of it as a spreadsheet where the address asks for that.

    ``in_file`` names columns of the file that differ from those of the page. Where an action was chosen for some rows,
    the page says what will happen, and waits for a yes.
    """
    if listing.statement is not None:
        return spreadsheet(listing.statement, in_file or listing.columns, name)
    if listing.asked is not None:
        return render("web/confirm_rows.html", listing=listing, asked=listing.asked, options=_options(listing.asked))
    return render(template, listing=listing, **context)


def _asked(
    found: Subquery, order: Order, shown: Sequence[Column], columns: Sequence[Column], action: RowAction
) -> Listing:
    """The rows an action was chosen for: those ticked, or all of the selection, as they are now.

    Raises: Refused for none, and for more than anybody can answer for.
    """
    ids = chosen_ids()
    if ids is not None:
        found = select(found).where(found.c.id.in_(ids)).subquery("found")
        order = order.of(found)
    rows = list(read().execute(order.sorted(select(found)).limit(MOST_ROWS + 1)))
    if not rows:
        raise Refused("Choose rows of the list first: none is ticked, or those that were are no longer in it.")
    if len(rows) > MOST_ROWS:
        raise Refused(
            "This is for at most %(most)s rows at a time. Narrow the list with its filters.", most=f"{MOST_ROWS:,}"
        )
    asked = AskedRows(action, rows, label=columns[0].name, back=list_address())
    return Listing(shown, rows[:10], totals=_totals(found, columns), asked=asked)


def _options(asked: AskedRows) -> dict[str, Sequence[tuple[str, str]]]:
    """What may be chosen as an answer to the questions of the action."""
    company_id = current_company()
    return {q.name: q.options(read(), company_id) for q in asked.action.questions if q.options is not None}


def _totals(found: Subquery, columns: Sequence[Column]) -> list[Totals]:
    """The count and the sums, also of columns that somebody put away: a page may reckon with them."""
    summed = [column for column in columns if column.total]
    currency = next((column.currency for column in summed if column.currency), None)
    chosen: list[Any] = [func.count().label("rows")]
    chosen += [func.coalesce(func.sum(found.c[column.name]), 0).label(column.name) for column in summed]
    statement = select(*chosen).select_from(found)
    if currency:
        statement = statement.add_columns(found.c[currency].label("in_currency"))
        statement = statement.group_by(found.c[currency]).order_by(found.c[currency])
    return [
        Totals(
            currency=row.in_currency if currency else None,
            count=row.rows,
            sums={column.name: getattr(row, column.name) for column in summed},
        )
        for row in read().execute(statement)
    ]
