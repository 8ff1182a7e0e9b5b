"""Promotions on real orders: prices, goods that come along, coupons, and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from erp.crm.api import (
    LineEntry,
    NewPromotion,
    TargetFacts,
    define_promotion,
    enter_sales_order,
    retire_promotion,
    submit_sales_order,
)
from erp.crm.orders.change_sales_order import change_sales_order
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Forbidden, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import a_customer, a_shop, order_lines, order_row

D = Decimal
START = date(2026, 1, 1)


@pytest.fixture
def shop(work):
    return a_shop(work)


@pytest.fixture
def bolt(work, shop):
    return shop.item(work, "20.00")


def new(shop, **facts) -> NewPromotion:
    usual = {
        "company_id": shop.company.id, "code": "SPRING", "name": "Spring sale", "valid_from": START,
        "reward": "percent",
    }
    return NewPromotion(**{**usual, **facts})


def entered(work: UnitOfWork, shop, *lines, **header):
    entry = shop.entry(work, a_customer(work, shop.company), [LineEntry(qty=D(q), item_id=i) for i, q in lines])
    return enter_sales_order(work, replace(entry, **header))


def test_a_promotion_lowers_the_price_and_stands_in_the_waterfall(work, shop, bolt):
    define_promotion(work, new(shop, percent=D(10), min_qty=D(10)))
    order = entered(work, shop, (bolt, "10"))
    (line,) = order_lines(work, order.id)
    assert (line.entered_unit_price, line.amount) == (D("18"), D("180"))
    assert [step["step"] for step in line.price_waterfall] == ["list", "promotion"]
    assert order_lines(work, entered(work, shop, (bolt, "9")).id)[0].amount == D("180")


def test_free_goods_are_a_line_that_stays_when_the_order_is_submitted(work, shop, bolt):
    define_promotion(work, new(shop, reward="goods", min_qty=D(3), goods_qty=D(1), goods_per_qty=D(2)))
    order = entered(work, shop, (bolt, "5"))
    assert [(line.qty, line.amount, line.promotion_id is not None) for line in order_lines(work, order.id)] == [
        (5, 100, False), (2, 0, True),
    ]
    submit_sales_order(work, order.id, occurred_on=START)
    assert [line.amount for line in order_lines(work, order.id)] == [100, 0]
    assert order_row(work, order.id).net_amount == 100


def test_a_changed_order_earns_anew(work, shop, bolt):
    define_promotion(work, new(shop, reward="goods", min_qty=D(3), goods_qty=D(1), goods_per_qty=D(2)))
    order = entered(work, shop, (bolt, "5"))
    entry = shop.entry(work, order_row(work, order.id).customer_id, [LineEntry(qty=D(2), item_id=bolt)])
    change_sales_order(work, order.id, entry, version=1)
    assert [line.qty for line in order_lines(work, order.id)] == [2]


def test_a_coupon_counts_only_where_it_is_named(work, shop, bolt):
    define_promotion(work, new(shop, percent=D(50), coupon="half"))
    assert order_row(work, entered(work, shop, (bolt, "1")).id).net_amount == 20
    order = entered(work, shop, (bolt, "1"), coupons="Half, other")
    assert order_row(work, order.id).net_amount == 10
    submit_sales_order(work, order.id, occurred_on=START)
    assert order_row(work, order.id).net_amount == 10


def test_nothing_is_given_on_a_price_set_by_hand_or_after_it_was_retired(work, shop, bolt):
    promotion_id = define_promotion(work, new(shop, percent=D(50)))
    by_hand = LineEntry(item_id=bolt, unit_price=D("19"), reason="Promised")
    order = enter_sales_order(work, shop.entry(work, a_customer(work, shop.company), [by_hand]))
    assert order_row(work, order.id).net_amount == 19
    retire_promotion(work, promotion_id)
    assert order_row(work, entered(work, shop, (bolt, "1")).id).net_amount == 20


def test_two_of_equal_rank_on_the_same_prices_are_refused(work, shop, bolt):
    about = (TargetFacts(bolt, None, "both"),)
    define_promotion(work, new(shop, percent=D(10), targets=about))
    with pytest.raises(Conflict, match="same priority"):
        define_promotion(work, new(shop, code="OTHER", percent=D(5), targets=about))
    define_promotion(work, new(shop, code="HIGHER", percent=D(5), targets=about, priority=1))
    define_promotion(work, new(shop, code="BESIDES", percent=D(5), targets=about, combines=True))
    with pytest.raises(Conflict, match="already"):
        define_promotion(work, new(shop, percent=D(1), priority=9))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"percent": None}, "how much"),
        ({"percent": D(101)}, "100 per cent"),
        ({"percent": D(5), "unit_price": D(1)}, "one thing"),
        ({"percent": D(5), "valid_to": date(2025, 1, 1)}, "before the first"),
        ({"percent": D(5), "min_qty": D(5), "max_qty": D(4)}, "below the smallest"),
        ({"percent": D(5), "name": " "}, "code and a name"),
        ({"reward": "goods", "goods_qty": D(1), "goods_per_qty": D(0)}, "above zero"),
    ],
)
def test_a_promotion_that_says_nothing_clear_is_refused(work, shop, wrong, message):
    with pytest.raises(Refused, match=message):
        define_promotion(work, new(shop, **wrong))


def test_only_who_may_defines_promotions(services, shop):
    with pytest.raises(Forbidden), services.units.begin(Actor(name="clerk")) as work:
        define_promotion(work, new(shop, percent=D(1)))
