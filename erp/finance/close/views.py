"""Pages of the period close: the periods of a company, the close room of one, and several companies side by side."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, Response, current_app, url_for

from erp.finance.close.check_line import CheckLine
from erp.finance.close.checklist import blocking, evaluate_checklist
from erp.finance.close.close_period import close_period
from erp.finance.close.close_year import close_year
from erp.finance.close.distance import distance_of
from erp.finance.close.forms import (
    CloseYearForm,
    MonthForm,
    NoteForm,
    OpenYearForm,
    PeriodFilter,
    ReopenForm,
    SoftCloseForm,
)
from erp.finance.close.queries import next_to_close, period_actions, year_closes
from erp.finance.close.reopen import reopen_period
from erp.finance.close.side_by_side import closes_of
from erp.finance.close.soft_close import soft_close_period
from erp.finance.close.trend_picture import draw_trend
from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import SUBLEDGERS, open_calendar, open_periods, period, periods
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render, send_to
from erp.web.places import open_places
from erp.web.requests import business_date, current_company, perform, read, visible_branches
from erp.web.routing import requires

NEAR = timedelta(days=100)  # the periods that the room of one leads to

bp = Blueprint("finance_close", __name__, url_prefix="/finance/periods")


@bp.get("")
@requires("organization.period.view")
def index() -> Response:
    known = shown = periods(read(), current_company())
    if parse_query(PeriodFilter)["open"]:
        today = business_date()
        shown = [
            p
            for p in known
            if p.last_day < today and any(getattr(p, f"{name}_state") != "closed" for name in SUBLEDGERS)
        ]
    years = sorted({p.fiscal_year for p in known}, reverse=True)
    next_year = max((p.fiscal_year for p in known), default=business_date().year - 1) + 1
    return render(
        "finance/close/index.html", periods=shown, subledgers=SUBLEDGERS, next_year=next_year, years=years,
        closings=year_closes(read(), current_company()),
    )


@bp.post("")
@requires("organization.period.open")
def open_year() -> Response:
    form, company_id = parse(OpenYearForm), current_company()
    year, first_day, last_day = form["fiscal_year"], form["first_day"], form["last_day"]

    def open_them(work: UnitOfWork) -> object:
        if first_day is None or last_day is None:
            return open_periods(work, company_id, year)
        return open_calendar(
            work, company_id, year, first_day=first_day, last_day=last_day,
            every_months=form["every_months"] or 1, closing_day=form["closing_day"] or 31,
        )

    return perform(
        open_them,
        then=lambda _: url_for(".index"),
        said=gettext("Fiscal year %(form)s is open.", form=form['fiscal_year']),
    )


@bp.post("/close-year")
@requires("finance.year.close")
def close_fiscal_year() -> Response:
    form, company_id = parse(CloseYearForm), current_company()
    return perform(
        lambda work: close_year(work, company_id, form["fiscal_year"], note=form["note"]),
        then=lambda _: url_for(".index"),
        said=lambda closed: gettext("The result of %(year)s stands in equity.", year=form["fiscal_year"])
        if closed.entry_id
        else gettext("Nothing is left to carry: income and expense of %(year)s are nil.", year=form["fiscal_year"]),
    )


@bp.get("/room")
@requires("finance.period.view")
def room() -> Response:
    """The close room of the period that is to be closed next; where none has ended, of the current one."""
    chosen = next_to_close(read(), current_company(), business_date())
    return send_to(url_for(".show", period_id=chosen) if chosen else url_for(".index"))


@bp.get("/side-by-side")
@requires("finance.period.view")
def side_by_side() -> Response:
    """The same month's close in every company one may see."""
    today = business_date()
    day = parse_query(MonthForm)["day"] or today.replace(day=1) - timedelta(days=1)
    reach = visible_branches("finance.period.view")
    companies = []
    for company, branches in open_places():
        own = [branch for branch in branches if reach is None or branch.id in reach]
        if own:
            companies.append((company.id, company.code, company.name, company.currency, own[0].id))
    closes = closes_of(read(), companies, day, today)
    automatic = {line.key: line.question for close in closes for line in close.lines.values() if not line.task_id}
    return render(
        "finance/close/side_by_side.html", closes=closes, questions=automatic, day=day, proof=_proof,
        before=day.replace(day=1) - timedelta(days=1), after=_end_of_month(day) + timedelta(days=1),
    )


@bp.get("/<uuid:period_id>")
@requires("finance.period.view")
def show(period_id: UUID) -> Response:
    found = period(read(), _own(period_id))
    lines, today = evaluate_checklist(read(), period_id), business_date()
    distance = distance_of(read(), found.company_id, period_id, found.last_day, lines, today)
    near = [p for p in periods(read(), found.company_id) if abs(p.first_day - found.first_day) < NEAR][::-1]
    return render(
        "finance/close/show.html",
        period=found,
        lines=lines,
        blocking=blocking(lines),
        proof=_proof,
        actions=period_actions(read(), period_id),
        subledgers=SUBLEDGERS,
        is_closed=_is_closed(found),
        is_open=all(getattr(found, f"{name}_state") == "open" for name in SUBLEDGERS),
        distance=distance,
        picture=draw_trend(distance.trend),
        near=near,
    )


@bp.post("/<uuid:period_id>/soft-close")
@requires("finance.period.close")
def soft_close(period_id: UUID) -> Response:
    form = parse(SoftCloseForm)
    chosen = [name for name in SUBLEDGERS if form[name]]
    _own(period_id)
    return perform(
        lambda work: soft_close_period(work, period_id, subledgers=chosen, note=form["note"]),
        then=lambda _: url_for(".show", period_id=period_id),
        said="Soft closed: only accountants with permission still post.",
    )


@bp.post("/<uuid:period_id>/close")
@requires("finance.period.close")
def close(period_id: UUID) -> Response:
    form = parse(NoteForm)
    _own(period_id)
    return perform(
        lambda work: close_period(work, period_id, note=form["note"]),
        then=lambda _: url_for(".show", period_id=period_id),
        said="Closed. Nothing more is posted into this period.",
    )


@bp.post("/<uuid:period_id>/reopen")
@requires("finance.period.reopen")
def reopen(period_id: UUID) -> Response:
    form = parse(ReopenForm)
    _own(period_id)
    return perform(
        lambda work: reopen_period(work, period_id, reason=form["reason"]),
        then=lambda _: url_for(".show", period_id=period_id),
        said="Reopened; the reason is on record.",
    )


def _is_closed(found: object) -> bool:
    return all(getattr(found, f"{name}_state") == "closed" for name in SUBLEDGERS)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _own(period_id: UUID) -> UUID:
    if period(read(), period_id).company_id != current_company():
        raise NotFound("There is no such posting period in this company.")
    return period_id


def _proof(line: CheckLine) -> str | None:
    """The page that shows what a line's figure is made of, where it exists."""
    return url_for(line.proof, **line.arguments) if line.proof in current_app.view_functions else None
