"""Working days: what is asked for on a day without work is promised for the next one."""

from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.crm.orders.add_order_lines import add_order_lines
from erp.crm.pricing.draft_lines import LineEntry
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Conflict, Forbidden, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import add_holiday, change_working_days, next_working_day
from erp.organization.working_days.remove_holiday import remove_holiday
from tests.builders.crm import a_customer, a_shop, an_order, order_row
from tests.builders.inventory import put_stock
from tests.builders.organization import a_company
from tests.kit.web_client import post_form

MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)


def test_without_a_calendar_every_day_is_a_working_day(work: UnitOfWork) -> None:
    company = a_company(work)
    assert next_working_day(work.session, company.id, date(2026, 4, 5)) == date(2026, 4, 5)  # a Sunday


@pytest.mark.parametrize(
    ("asked", "next_day"),
    [
        (date(2026, 4, 2), date(2026, 4, 2)),  # Maundy Thursday, a working day
        (GOOD_FRIDAY, date(2026, 4, 7)),  # holiday, weekend, holiday
        (date(2026, 4, 4), date(2026, 4, 7)),
        (EASTER_MONDAY, date(2026, 4, 7)),
        (date(2026, 4, 11), date(2026, 4, 13)),  # a Saturday
    ],
)
def test_weekends_and_holidays_are_passed_over(work: UnitOfWork, asked: date, next_day: date) -> None:
    company, other = a_company(work), a_company(work)
    change_working_days(work, company.id, MONDAY_TO_FRIDAY)
    add_holiday(work, company.id, GOOD_FRIDAY, "Good Friday")
    add_holiday(work, company.id, EASTER_MONDAY, "Easter Monday")
    assert next_working_day(work.session, company.id, asked) == next_day
    assert next_working_day(work.session, other.id, asked) == asked, "each company has its own calendar"


def test_a_holiday_taken_back_is_a_working_day_again(work: UnitOfWork) -> None:
    company = a_company(work)
    add_holiday(work, company.id, GOOD_FRIDAY, "Good Friday")
    with pytest.raises(Conflict, match="a holiday already: Good Friday"):
        add_holiday(work, company.id, GOOD_FRIDAY, "Karfreitag")
    remove_holiday(work, company.id, GOOD_FRIDAY)
    assert next_working_day(work.session, company.id, GOOD_FRIDAY) == GOOD_FRIDAY
    with pytest.raises(NotFound):
        remove_holiday(work, company.id, GOOD_FRIDAY)


def test_what_is_no_calendar_is_refused(work: UnitOfWork) -> None:
    company = a_company(work)
    for weekdays in ((), (0,), (8,)):
        with pytest.raises(Refused):
            change_working_days(work, company.id, weekdays)
    with pytest.raises(Refused, match="which holiday"):
        add_holiday(work, company.id, GOOD_FRIDAY, " ")
    with pytest.raises(NotFound):
        add_holiday(work, new_id(), GOOD_FRIDAY, "Good Friday")
    work.actor = Actor("clerk")
    for step in (
        lambda: change_working_days(work, company.id, MONDAY_TO_FRIDAY),
        lambda: add_holiday(work, company.id, GOOD_FRIDAY, "Good Friday"),
        lambda: remove_holiday(work, company.id, GOOD_FRIDAY),
    ):
        with pytest.raises(Forbidden):
            step()


def test_an_order_is_promised_and_picked_on_a_working_day(work: UnitOfWork) -> None:
    shop = a_shop(work)
    change_working_days(work, shop.company.id, MONDAY_TO_FRIDAY)
    bolt = shop.item(work, "2.50")
    put_stock(work, shop.place, bolt, 100, "1.00")
    customer_id = a_customer(work, shop.company)
    saturday, monday = date(2026, 3, 21), date(2026, 3, 23)
    order = an_order(work, shop, customer_id, [(bolt, 2)], requested_on=saturday)
    version = order_row(work, order.id).version
    more = [LineEntry(item_id=bolt, qty=Decimal(3))]
    add_order_lines(work, order.id, more, occurred_on=work.now.date(), version=version)
    promised = work.session.scalars(
        text("SELECT promised_on FROM inventory.demand_line WHERE origin_id = :id"), {"id": order.id}
    ).all()
    assert list(promised) == [monday, monday]


def test_the_calendar_is_kept_on_its_page(client: FlaskClient, services: Services, system: Actor) -> None:
    services.units.run(system, a_company)
    page = "/organization/working-days"
    weekend = {"day_6": "", "day_7": ""}
    changed = post_form(client, f"{page}/change", weekend | {f"day_{n}": "1" for n in range(1, 6)}, page=page)
    assert changed.status_code == 303
    added = post_form(client, f"{page}/holidays", {"day": "2026-04-03", "name": "Good Friday"}, page=page, follow=True)
    assert "Good Friday" in added.text
    assert "Friday" in added.text
    again = post_form(client, f"{page}/holidays", {"day": "2026-04-03", "name": "Twice"}, page=page)
    assert again.status_code == 409
    removed = post_form(client, f"{page}/holidays/remove", {"day": "2026-04-03"}, page=page, follow=True)
    assert "No holidays yet" in removed.text
    none = post_form(client, f"{page}/change", {f"day_{n}": "" for n in range(1, 8)}, page=page)
    assert none.status_code == 422
