"""The close room: manual steps with their working days, the way to the close, and companies side by side."""

from datetime import date

import pytest
from sqlalchemy import text

from erp.finance.close.checklist import evaluate_checklist
from erp.finance.close.close_period import close_period
from erp.finance.close.distance import TrendDay, distance_of
from erp.finance.close.note_progress import note_progress
from erp.finance.close.queries import next_to_close
from erp.finance.close.trend_picture import draw_trend
from erp.finance.close_tasks.move_close_task import move_close_task
from erp.finance.close_tasks.queries import close_tasks
from erp.finance.close_tasks.set_close_task import TaskEntry, set_close_task
from erp.finance.close_tasks.tick_close_task import tick_close_task
from erp.finance.close_tasks.untick_close_task import untick_close_task
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.organization.api import (
    add_holiday,
    change_settings,
    change_working_days,
    period_of,
    working_days_after,
    working_days_between,
)
from tests.builders.executions import counted_executions
from tests.builders.ledger import post
from tests.builders.organization import a_company
from tests.kit.web_client import form_on, post_form

FEBRUARY, MARCH, TODAY = date(2026, 2, 10), date(2026, 3, 2), date(2026, 3, 16)
RENT = [("6100", "10.00"), ("1000", "-10.00")]
BANK = TaskEntry("Agree the bank statement", "accountant", 3, note="all accounts", is_blocking=True)


@pytest.fixture
def company(services, system):
    with services.units.begin(system) as work:
        made = a_company(work, code="NORTH", fiscal_years=(2026,))
        change_working_days(work, made.id, [1, 2, 3, 4, 5])
        return made


@pytest.fixture
def february(services, system, company):
    with services.units.begin(system) as work:
        post(work, company, FEBRUARY, RENT)
        return period_of(work.session, company.id, FEBRUARY)


def test_working_days_leave_out_weekends_and_holidays(work):
    company = a_company(work, fiscal_years=(2026,))
    change_working_days(work, company.id, [1, 2, 3, 4, 5])
    add_holiday(work, company.id, date(2026, 3, 3), "A holiday")
    friday = date(2026, 2, 27)
    assert working_days_after(work.session, company.id, friday, 3) == [
        date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 5),
    ]
    assert working_days_between(work.session, company.id, friday, date(2026, 3, 5)) == 3
    assert working_days_between(work.session, company.id, date(2026, 3, 5), friday) == -3
    assert working_days_between(work.session, company.id, friday, friday) == 0


def test_a_manual_step_stops_the_close_until_somebody_ticks_it(services, system, company, february):
    with services.units.begin(system) as work:
        task_id = set_close_task(work, company.id, BANK)
        set_close_task(work, company.id, TaskEntry("File the letters", "accountant", 5))
    with services.units.begin(system) as work:
        lines = {line.question: line for line in evaluate_checklist(work.session, february.id)}
        assert (lines[BANK.name].state, lines[BANK.name].due_on) == ("blocking", date(2026, 3, 4))
        assert lines["File the letters"].state == "open"
        assert not lines["File the letters"].stops
    with pytest.raises(Refused, match="Agree the bank statement"), services.units.begin(system) as work:
        close_period(work, february.id)
    with services.units.begin(Actor.system("Ann")) as work:
        tick_close_task(work, february.id, task_id, note="to the cent")
    with pytest.raises(Conflict, match="ticked already, by Ann"), services.units.begin(system) as work:
        tick_close_task(work, february.id, task_id)
    with services.units.begin(system) as work:
        lines = close_period(work, february.id)
    kept = next(line for line in lines if line.task_id == task_id)
    assert (kept.state, kept.done_by, kept.answer) == ("done", "Ann", "to the cent")
    with services.units.begin(system) as work:
        checklist = work.session.scalar(text(
            "SELECT checklist FROM finance.period_action WHERE period_id = :id ORDER BY id DESC LIMIT 1"
        ), {"id": february.id})
    assert any(line["question"] == BANK.name and line["done_by"] == "Ann" for line in checklist)
    with pytest.raises(Conflict, match="is closed"), services.units.begin(system) as work:
        untick_close_task(work, february.id, task_id)


def test_a_tick_is_taken_back_and_both_stay_on_record(work):
    company = a_company(work, fiscal_years=(2026,))
    period_id = period_of(work.session, company.id, FEBRUARY).id
    task_id = set_close_task(work, company.id, BANK)
    tick_close_task(work, period_id, task_id)
    untick_close_task(work, period_id, task_id)
    with pytest.raises(Conflict, match="not ticked"):
        untick_close_task(work, period_id, task_id)
    actions = work.session.scalars(text(
        "SELECT action FROM kernel.audit_entry WHERE table_name = 'finance.close_task_tick' ORDER BY id"
    )).all()
    assert actions == ["insert", "delete"]


def test_steps_are_kept_in_their_order(work):
    company = a_company(work, fiscal_years=(2026,))
    other = a_company(work, fiscal_years=(2026,))
    first, second, third = (
        set_close_task(work, company.id, TaskEntry(name, "controller", 1)) for name in ("A", "B", "C")
    )
    move_close_task(work, company.id, third, up=True)
    move_close_task(work, company.id, first, up=True)  # it is the first already
    assert [task.name for task in close_tasks(work.session, company.id)] == ["A", "C", "B"]
    set_close_task(work, company.id, TaskEntry("C", "controller", 1, status="retired"), task_id=third)
    assert [task.name for task in close_tasks(work.session, company.id)] == ["A", "B", "C"]
    with pytest.raises(NotFound):
        move_close_task(work, other.id, second, up=True)
    with pytest.raises(NotFound):
        set_close_task(work, other.id, BANK, task_id=first)
    for wrong, words in (
        (TaskEntry(" ", "controller", 1), "what is to be done"), (TaskEntry("X", "", 1), "who answers"),
        (TaskEntry("X", "controller", 0), "working day 1 to 60"), (TaskEntry("X", "controller", 61), "1 to 60"),
    ):
        with pytest.raises(Refused, match=words):
            set_close_task(work, company.id, wrong)


def test_the_room_counts_down_and_shows_the_way(services, system, company, february, clock):
    with services.units.begin(system) as work:
        set_close_task(work, company.id, BANK)
        change_settings(work, company.id, {"close_within_working_days": 10})
    note_progress(services)
    note_progress(services)  # the last look of a day stands
    with services.units.begin(system) as work:
        noted = work.execute(text(
            "SELECT p.number, c.day, c.open_lines, c.blocking_lines FROM finance.close_progress c "
            "JOIN organization.posting_period p ON p.id = c.period_id ORDER BY p.number"
        )).all()
        assert [(row.number, row.day, row.open_lines, row.blocking_lines) for row in noted] == [
            (n, TODAY, 1, 1) for n in (1, 2, 3)
        ]
        lines = evaluate_checklist(work.session, february.id)
        distance = distance_of(work.session, company.id, february.id, february.last_day, lines, date(2026, 3, 17))
    assert (distance.open_lines, distance.blocking_lines, distance.overdue_tasks) == (1, 1, 1)
    assert (distance.close_by, distance.working_days_left) == (date(2026, 3, 13), -2)
    assert distance.trend == [TrendDay(TODAY, 1, 1), TrendDay(date(2026, 3, 17), 1, 1)]
    with services.units.begin(system) as work:
        assert next_to_close(work.session, company.id, TODAY) == february.id


def test_the_picture_of_the_way_keeps_within_its_frame():
    assert draw_trend([TrendDay(TODAY, 3, 1)]) is None
    picture = draw_trend([TrendDay(date(2026, 3, 1), 4, 2), TrendDay(date(2026, 3, 3), 2, 0), TrendDay(TODAY, 0, 0)])
    assert picture.open_points == "3,3 34,28 237,53"
    assert picture.blocking_points == "3,28 34,53 237,53"
    flat = draw_trend([TrendDay(date(2026, 3, 1), 0, 0), TrendDay(TODAY, 0, 0)])
    assert flat.open_points == "3,53 237,53"


def test_the_statements_of_the_checklist_do_not_grow_with_the_steps(work):
    company = a_company(work, fiscal_years=(2026,))
    period_id = period_of(work.session, company.id, FEBRUARY).id

    def executions():
        with counted_executions(work.session) as statements:
            evaluate_checklist(work.session, period_id)
        return len(statements)

    set_close_task(work, company.id, BANK)
    one = executions()
    for n in range(20):
        set_close_task(work, company.id, TaskEntry(f"Step {n}", "controller", n + 1))
    assert executions() == one


def test_the_pages_keep_steps_tick_them_and_close(services, system, company, february, client):
    steps = "/finance/close-tasks"
    assert "No steps yet" in client.get(steps).text
    typed = {"name": "Agree the bank statement", "owner": "accountant", "due_working_day": "3", "is_blocking": "1"}
    assert post_form(client, steps, typed, page=steps).status_code == 303
    assert client.get("/finance/periods/room").headers["Location"] == f"/finance/periods/{february.id}"
    room = f"/finance/periods/{february.id}"
    page = client.get(room).text
    for words in ("Agree the bank statement", "stops the close", "advice", "Working days late", "Steps overdue"):
        assert words in page, words
    with services.units.begin(system) as work:
        task_id = close_tasks(work.session, company.id)[0].id
    closing = post_form(client, f"{room}/close", {"note": "done"}, page=room)
    assert closing.status_code == 422
    assert "cannot be closed yet" in closing.text
    assert post_form(client, f"{steps}/{task_id}/periods/{february.id}/tick", {}, page=room).status_code == 303
    assert "administrator, 2026-03-16" in client.get(room).text
    answer = post_form(client, f"{room}/close", {"note": "done"}, page=room, follow=True)
    assert "Closed on this checklist" in answer.text
    moved = post_form(client, f"{steps}/{task_id}/move", {"way": "down"}, page=steps)
    assert moved.status_code == 303
    reopened = post_form(client, f"{room}/reopen", {"reason": "a late bill"}, page=room, follow=True)
    assert "a late bill" in reopened.text


def test_companies_stand_side_by_side(services, system, company, february, client, client_as):
    with services.units.begin(system) as work:
        a_company(work, code="SOUTH", name="South Trading", fiscal_years=(2026,))
    page = client.get("/finance/periods/side-by-side").text
    for words in ("NORTH", "South Trading", "2026/02: go there", "Is all cash applied?"):
        assert words in page, words
    assert "2026/01: go there" in client.get("/finance/periods/side-by-side?day=2026-01-31").text
    assert client_as("warehouse").get("/finance/periods/side-by-side").status_code == 403
    accountant = client_as("accountant")
    held = form_on(accountant, f"/finance/periods/{february.id}", "/place")
    refused = accountant.post("/finance/close-tasks", data={**held, "name": "X", "owner": "controller"})
    assert refused.status_code == 403
