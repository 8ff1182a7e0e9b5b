"""Which promotions an order earns, worked out by hand."""

from decimal import Decimal
from uuid import uuid4

from erp.crm.promotions.arithmetic import BoughtLine, PromotionFacts, TargetFacts, earned_promotions, promoted_price

D = Decimal
BOLT, NUT, WASHER, METAL = uuid4(), uuid4(), uuid4(), uuid4()


def promotion(reward="percent", **facts):
    usual = {
        "id": uuid4(), "name": "Spring", "priority": 0, "combines": False, "is_customers_own": False,
        "counting": "line", "min_qty": D(0), "max_qty": None, "min_amount": D(0), "max_amount": None,
        "reward": reward,
    }
    if reward == "percent":
        usual["percent"] = D(10)
    return PromotionFacts(**{**usual, **facts})


def line(item_id=BOLT, qty="1", amount="20", family_id=None):
    return BoughtLine(uuid4(), item_id, family_id, D(qty), D(amount))


def target(item_id=None, family_id=None, purpose="both"):
    return TargetFacts(item_id, family_id, purpose)


def names(earned, of):
    return [found.name for found in earned.by_line.get(of.key, ())]


def test_quantities_are_counted_over_the_order_for_the_items_that_count():
    spring = promotion(counting="order", min_qty=D(10), targets=(target(BOLT), target(NUT)))
    bolts, nuts, washers = line(BOLT, "5"), line(NUT, "5"), line(WASHER, "50")
    earned = earned_promotions([bolts, nuts, washers], [spring])
    assert [names(earned, each) for each in (bolts, nuts, washers)] == [["Spring"], ["Spring"], []]
    assert earned_promotions([bolts, washers], [spring]).by_line == {}


def test_a_bound_above_holds_as_well_as_one_below():
    narrow = promotion(min_qty=D(5), max_qty=D(7), max_amount=D(100))
    for qty, amount, held in (("4", "20", 0), ("5", "20", 1), ("7", "100", 1), ("8", "20", 0), ("7", "101", 0)):
        assert len(earned_promotions([line(qty=qty, amount=amount)], [narrow]).by_line) == held


def test_the_order_may_earn_a_reward_on_another_item():
    gift = promotion(counting="order", min_amount=D(100), percent=D(100), targets=(target(NUT, purpose="reward"),))
    bolts, nuts = line(BOLT, amount="80"), line(NUT, amount="20")
    assert set(earned_promotions([bolts, nuts], [gift]).by_line) == {nuts.key}
    assert earned_promotions([bolts], [gift]).by_line == {}


def test_the_highest_priority_holds_alone_and_what_combines_comes_besides():
    low, high = promotion(name="Low"), promotion(name="High", priority=3, percent=D(20))
    extra = promotion(name="Extra", combines=True, priority=1)
    bolts = line()
    assert names(earned_promotions([bolts], [low, high]), bolts) == ["High"]
    assert names(earned_promotions([bolts], [low, high, extra]), bolts) == ["High", "Extra"]


def test_at_equal_priority_the_nearer_one_holds():
    everybody, family = promotion(name="All"), promotion(name="Family", targets=(target(family_id=METAL),))
    item, own = promotion(name="Item", targets=(target(BOLT),)), promotion(name="Own", is_customers_own=True)
    more = promotion(name="More", targets=(target(BOLT),), min_qty=D(2))
    bolts = line(qty="2", family_id=METAL)
    for offered, held in (
        ([everybody, family], "Family"), ([everybody, family, item], "Item"), ([item, more], "More"),
        ([item, more, own], "Own"),
    ):
        assert names(earned_promotions([bolts], offered), bolts) == [held]


def test_goods_come_for_each_full_quantity():
    free = promotion("goods", min_qty=D(3), max_qty=D(7), goods_qty=D(1), goods_per_qty=D(2))
    for qty, given in (("1", None), ("3", "1"), ("5", "2"), ("7", "3"), ("8", None)):
        goods = earned_promotions([line(qty=qty)], [free]).goods
        assert [added.qty for added in goods] == ([D(given)] if given else [])
    once = promotion("goods", min_qty=D(5), goods_qty=D(2), goods_item_id=NUT)
    (added,) = earned_promotions([line(qty="500")], [once]).goods
    assert (added.item_id, added.qty) == (NUT, 2)


def test_goods_of_one_item_come_by_the_highest_priority_unless_they_combine():
    small, large = promotion("goods", goods_qty=D(1)), promotion("goods", goods_qty=D(2), priority=1)
    besides = promotion("goods", goods_qty=D(7), combines=True)
    assert [added.qty for added in earned_promotions([line()], [small, large]).goods] == [2]
    assert sorted(added.qty for added in earned_promotions([line()], [small, large, besides]).goods) == [2, 7]


def test_prices_after_a_promotion():
    assert promoted_price(promotion(percent=D("17.5")), D(100), D(5)) == D("82.5")
    assert promoted_price(promotion("price", unit_price=D(3)), D(100), D(5)) == 15
    assert promoted_price(promotion("amount_off", amount_off=D(3)), D(100), D(5)) == 85
    assert promoted_price(promotion("amount_off", amount_off=D(30)), D(100), D(5)) == 0
