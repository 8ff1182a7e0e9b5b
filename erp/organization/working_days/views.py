"""The page of working days: the week of a company, and its holidays."""

from flask import Blueprint, Response, url_for

from erp.organization.working_days.add_holiday import add_holiday
from erp.organization.working_days.change_working_days import change_working_days
from erp.organization.working_days.forms import HolidayDayForm, HolidayForm, WorkingDaysForm
from erp.organization.working_days.queries import next_working_day, working_calendar
from erp.organization.working_days.remove_holiday import remove_holiday
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import business_date, current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("organization_working_days", __name__, url_prefix="/organization/working-days")

WEEK = range(1, 8)


@bp.get("")
@requires("organization.working_day.view")
def show() -> Response:
    today = business_date()
    return render(
        "organization/working_days/show.html",
        calendar=working_calendar(read(), current_company(), today.replace(month=1, day=1)),
        week=WEEK,
        next_day=next_working_day(read(), current_company(), today),
        on=today,
    )


@bp.post("/change")
@requires("organization.working_day.change")
def change() -> Response:
    form, company_id = parse(WorkingDaysForm), current_company()
    return perform(
        lambda work: change_working_days(work, company_id, [day for day in WEEK if form[f"day_{day}"]]),
        then=lambda _: url_for(".show"),
        said="Saved. It holds for what is promised from now on.",
    )


@bp.post("/holidays")
@requires("organization.working_day.change")
def add() -> Response:
    form, company_id = parse(HolidayForm), current_company()
    return perform(
        lambda work: add_holiday(work, company_id, form["day"], form["name"]),
        then=lambda _: url_for(".show"),
        said="Holiday added.",
    )


@bp.post("/holidays/remove")
@requires("organization.working_day.change")
def remove() -> Response:
    form, company_id = parse(HolidayDayForm), current_company()
    return perform(
        lambda work: remove_holiday(work, company_id, form["day"]),
        then=lambda _: url_for(".show"),
        said="Holiday removed.",
    )
