"""Reminders: who gets one, at which level, what it costs, and what the pages let one do."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.finance.api import (
    LevelDraft,
    block_dunning,
    lift_dunning_block,
    propose_reminders,
    send_reminders,
    set_dunning_levels,
)
from erp.finance.dunning.withdraw_reminders import withdraw_reminders
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Forbidden, Refused
from tests.builders.finance import (
    a_trade,
    books,
    change,
    exposure_of,
    invoice_of,
    open_items_of,
    shipped,
    subledger_faults,
)
from tests.kit.web_client import post_form

D = Decimal
LEVELS = (LevelDraft(5, D(10), wording="Please pay."), LevelDraft(20, fee_percent=D(15)), LevelDraft(40))


@pytest.fixture
def sold(work):
    """A trade with an invoice of 100, and the day it is due."""
    trade = a_trade(work, tax_percent=None)
    invoice = invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 10)]))
    set_dunning_levels(work, trade.company_id, LEVELS)
    return trade, open_items_of(work, invoice.id)[0].due_on


def _notices(work, trade):
    return work.execute(
        text("SELECT id, level, status, fee_amount FROM finance.dunning_notice WHERE company_id = :company "
             "ORDER BY id"),
        {"company": trade.company_id},
    ).all()


def _run(work, trade, day):
    propose_reminders(work, trade.company_id, on=day)
    return [(row.level, row.status) for row in _notices(work, trade)]


def _send_all(work, trade, day):
    return send_reminders(work, trade.company_id, [row.id for row in _notices(work, trade)], sent_on=day)


def test_levels_go_up_one_at_a_time_and_only_after_the_one_below_was_sent(work, sold):
    trade, due = sold
    assert _run(work, trade, due + timedelta(4)) == []
    assert _run(work, trade, due + timedelta(5)) == [(1, "proposed")]
    assert _run(work, trade, due + timedelta(30)) == [(1, "proposed")]
    _send_all(work, trade, due + timedelta(30))
    assert _run(work, trade, due + timedelta(30)) == [(1, "sent"), (2, "proposed")]


def test_a_fee_is_owed_posted_and_counted_as_exposure(work, sold):
    trade, due = sold
    before, day = books(work, trade.company_id), due + timedelta(30)
    _run(work, trade, day)
    assert _send_all(work, trade, day) == 1
    assert _send_all(work, trade, day) == 0
    _run(work, trade, day)
    _send_all(work, trade, day)
    assert change(before, books(work, trade.company_id)) == {"receivable": D(25), "charges": D(-25)}
    assert exposure_of(work, trade.customer_id)["receivable"] == 125
    assert subledger_faults(work, trade.company_id) == []


def test_a_customer_left_alone_is_passed_over_until_the_day(work, sold):
    trade, due = sold
    day = due + timedelta(10)
    block_dunning(work, trade.company_id, trade.customer_id, reason="Disputed", until=day)
    assert _run(work, trade, day) == []
    assert _run(work, trade, day + timedelta(1)) == [(1, "proposed")]
    with pytest.raises(Refused, match="Say why"):
        block_dunning(work, trade.company_id, trade.customer_id, reason=" ")
    lift_dunning_block(work, trade.company_id, trade.customer_id)


def test_what_was_withdrawn_is_not_sent_and_may_be_proposed_again(work, sold):
    trade, due = sold
    day = due + timedelta(10)
    _run(work, trade, day)
    first = _notices(work, trade)[0].id
    assert withdraw_reminders(work, trade.company_id, [first]) == 1
    with pytest.raises(Conflict, match="withdrawn"):
        send_reminders(work, trade.company_id, [first], sent_on=day)
    assert _run(work, trade, day) == [(1, "withdrawn"), (1, "proposed")]


def test_levels_come_one_after_another(work, sold):
    trade, due = sold
    with pytest.raises(Refused, match="later"):
        set_dunning_levels(work, trade.company_id, [LevelDraft(5), LevelDraft(5)])
    with pytest.raises(Refused, match="from zero up"):
        set_dunning_levels(work, trade.company_id, [LevelDraft(5, D(-1))])
    set_dunning_levels(work, trade.company_id, [])
    with pytest.raises(Refused, match="Set the levels"):
        propose_reminders(work, trade.company_id, on=due)


def test_only_who_may_reminds(services, work, sold):
    trade, due = sold
    with pytest.raises(Forbidden), services.units.begin(Actor(name="clerk")) as other:
        propose_reminders(other, trade.company_id, on=due)


def test_the_pages_do_it_all(client, services, system):
    with services.units.begin(system) as work:
        trade = a_trade(work, tax_percent=None)
        invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 10)]))
        work.execute(text("UPDATE finance.open_item SET due_on = due_on - 90"))
    page = "/finance/reminders"
    assert "Set the levels" in client.get(page).text
    levels = {"lines-0-overdue_days": "5", "lines-0-fee_amount": "10"}
    assert post_form(client, f"{page}/levels", levels, page=page).status_code == 303
    assert post_form(client, f"{page}/propose", {}, page=page).status_code == 303
    with services.units.begin(system) as work:
        (notice,) = _notices(work, trade)
    sent = {"ids": str(notice.id), "decision": "send"}
    assert post_form(client, f"{page}/send", sent, page=page).status_code == 303
    with services.units.begin(system) as work:
        assert [(row.level, row.status) for row in _notices(work, trade)] == [(1, "sent")]
    assert "sent" in client.get(page).text.lower()
