"""Credit exposure over account trees, holds and their release."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.crm.api import (
    Exposure,
    append_exposure,
    cancel_sales_order,
    credit_standings,
    release_held_order,
    reopen_sales_order,
    set_credit_limit,
)
from erp.crm.credit.fold_exposure import fold_exposure
from erp.crm.customers.move_customer import move_customer
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Forbidden, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import Shop, a_customer, a_shop, an_order, order_row, standing_of
from tests.builders.inventory import put_stock

D = Decimal


def owe(work: UnitOfWork, shop: Shop, customer_id: object, amount: str, kind: str = "receivable") -> None:
    append_exposure(work, [Exposure(shop.company.id, customer_id, D(amount), kind, new_id())])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("owed", "limit", "ordered", "decision"),
    [
        ("100", "100", "50", "held"),
        ("100", "200", "50", "released"),
        ("100", "150", "50", "released"),
        ("100", "149.99", "50", "held"),
        ("0", "0", "10", "held"),
        ("500", "450", "10", "held"),
    ],
)
def test_an_order_is_held_when_it_would_pass_the_limit(
    work: UnitOfWork, owed: str, limit: str, ordered: str, decision: str
) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, ordered)
    customer_id = a_customer(work, shop.company, limit=limit)
    owe(work, shop, customer_id, owed)
    assert an_order(work, shop, customer_id, [(bolt, 1)]).decision == decision


def test_a_held_order_asks_for_no_goods_and_does_not_count_itself(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "1.00")
    put_stock(work, shop.place, bolt, 1000)
    customer_id = a_customer(work, shop.company, limit=100)
    held = an_order(work, shop, customer_id, [(bolt, 150)])
    assert held.decision == "held"
    assert work.session.scalar(text("SELECT count(*) FROM inventory.demand_line")) == 0
    assert standing_of(work, shop, customer_id).exposure_amount == 0
    assert an_order(work, shop, customer_id, [(bolt, 100)]).decision == "released"
    hold = work.execute(text("SELECT * FROM crm.credit_hold WHERE order_id = :id"), {"id": held.id}).one()
    assert (hold.cause, hold.order_amount, hold.exposure_amount, hold.limit_amount) == ("over_limit", 150, 0, 100)


def test_the_whole_tree_counts_against_the_limit_of_its_top(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "1.00")
    top = a_customer(work, shop.company, limit=100, name="Group")
    north = a_customer(work, shop.company, parent_id=top, name="Group North")
    far_north = a_customer(work, shop.company, parent_id=north, name="Group Far North")
    owe(work, shop, top, "20")
    owe(work, shop, north, "30", "unbilled")
    assert an_order(work, shop, far_north, [(bolt, 40)]).decision == "released"
    standing = standing_of(work, shop, top)
    assert (standing.receivable_amount, standing.unbilled_amount, standing.open_order_amount) == (20, 30, 40)
    assert standing.available_amount == 10
    assert an_order(work, shop, north, [(bolt, 11)]).decision == "held"


def test_each_company_has_its_own_credit(work: UnitOfWork) -> None:
    shop, other = a_shop(work), a_shop(work)
    customer_id = a_customer(work, shop.company, limit=100)
    owe(work, shop, customer_id, "80")
    assert credit_standings(work.session, other.company.id, [customer_id]) == {}


def test_a_limit_is_set_at_the_top_with_a_reason(work: UnitOfWork) -> None:
    shop = a_shop(work)
    top = a_customer(work, shop.company)
    below = a_customer(work, shop.company, parent_id=top)
    with pytest.raises(Refused, match="kept at the top account"):
        set_credit_limit(work, shop.company.id, below, limit_amount=D(5), reason="Wrong place")
    with pytest.raises(Refused, match="for a reason"):
        set_credit_limit(work, shop.company.id, top, limit_amount=D(5), reason="  ")
    set_credit_limit(work, shop.company.id, top, limit_amount=D(5), reason="Late payments")
    entry = work.execute(
        text("""SELECT changed, reason FROM kernel.audit_entry
                 WHERE table_name = 'crm.credit_account' AND action = 'update' ORDER BY id DESC LIMIT 1""")
    ).one()
    assert entry.reason == "Late payments"
    assert D(entry.changed["limit_amount"][1]) == 5


def test_a_blocked_account_holds_every_order(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "1.00")
    customer_id = a_customer(work, shop.company)
    set_credit_limit(work, shop.company.id, customer_id, limit_amount=None, status="blocked", reason="Insolvent")
    held = an_order(work, shop, customer_id, [(bolt, 1)])
    assert held.decision == "held"
    assert work.session.scalar(text("SELECT cause FROM crm.credit_hold")) == "account_blocked"


def test_a_release_lets_the_order_go_and_is_on_record(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "1.00")
    put_stock(work, shop.place, bolt, 1000)
    customer_id = a_customer(work, shop.company, limit=100)
    held = an_order(work, shop, customer_id, [(bolt, 150)])
    today = work.now.date()
    with pytest.raises(Refused, match="needs a reason"):
        release_held_order(work, held.id, reason=" ", occurred_on=today)
    assert release_held_order(work, held.id, reason="Paid by wire", occurred_on=today).decision == "released"
    assert order_row(work, held.id).open_amount == 150
    assert work.session.scalar(text("SELECT qty_allocated FROM inventory.demand_line")) == 150
    record = work.execute(text("SELECT * FROM crm.credit_release")).one()
    assert (record.reason, record.covers_amount, record.limit_amount) == ("Paid by wire", 150, 100)
    assert not work.session.scalar(text("SELECT has_table_privilege('crm.credit_release', 'UPDATE')"))
    with pytest.raises(Conflict, match="only a held order"):
        release_held_order(work, held.id, reason="Again", occurred_on=today)


def test_a_release_with_an_end_covers_the_reopened_order_until_then(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "1.00")
    customer_id = a_customer(work, shop.company, limit=100)
    today = work.now.date()
    for days, expected in ((7, "released"), (0, "held")):
        held = an_order(work, shop, customer_id, [(bolt, 150)])
        release_held_order(
            work, held.id, reason="Prepaid", occurred_on=today, valid_until=today + timedelta(days=days)
        )
        cancel_sales_order(work, held.id, reason="Changed mind")
        outcome = reopen_sales_order(work, held.id, occurred_on=today + timedelta(days=1))
        assert outcome.decision == expected
        if expected == "released":
            cancel_sales_order(work, held.id, reason="Done")


def test_releasing_needs_the_right_of_credit_control(work: UnitOfWork) -> None:
    shop = a_shop(work)
    held = an_order(work, shop, a_customer(work, shop.company, limit=0), [(shop.item(work, "1.00"), 1)])
    work.actor = Actor("Sam Sales", permissions=frozenset({"crm.sales_order.enter"}))
    with pytest.raises(Forbidden):
        release_held_order(work, held.id, reason="Trust me", occurred_on=work.now.date())


def test_moving_an_account_moves_its_exposure(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "1.00")
    top = a_customer(work, shop.company, limit=100)
    loner = a_customer(work, shop.company)
    branch = a_customer(work, shop.company, parent_id=loner)
    an_order(work, shop, branch, [(bolt, 60)])
    owe(work, shop, loner, "15")
    move_customer(work, loner, parent_id=top, version=1, reason="Bought by the group")
    assert standing_of(work, shop, top).exposure_amount == 75
    with pytest.raises(Refused, match="stands below"):
        move_customer(work, top, parent_id=branch, version=1, reason="Upside down")


def test_folding_changes_no_exposure(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company, limit=1000)
    owe(work, shop, customer_id, "120.50")
    owe(work, shop, customer_id, "-20.50")
    owe(work, shop, customer_id, "7", "unbilled")
    before = standing_of(work, shop, customer_id)
    fold_exposure(work)
    assert standing_of(work, shop, customer_id) == before
    assert before.exposure_amount == 107


def test_a_negative_limit_and_a_past_end_are_refused(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    with pytest.raises(Refused, match="below zero"):
        set_credit_limit(work, shop.company.id, customer_id, limit_amount=D(-1), reason="Typo")
    held = an_order(work, shop, a_customer(work, shop.company, limit=0), [(shop.item(work, "1.00"), 1)])
    with pytest.raises(Refused, match="ended already"):
        release_held_order(
            work, held.id, reason="Late", occurred_on=work.now.date(), valid_until=date(2026, 1, 1)
        )
