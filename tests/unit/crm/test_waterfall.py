"""The price of a line, step by step; figures worked by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from erp.crm.pricing.waterfall import AGREEMENT, LIST, PriceBook, PricedLine, PriceOffer, PriceQuestion
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id

ITEM, OTHER, FAMILY = new_id(), new_id(), new_id()


def offer(source: str = LIST, rank: int = 0, **values: object) -> PriceOffer:
    given: dict[str, object] = {
        "source": source, "rank": rank, "source_id": new_id(), "source_name": f"{source} {rank}", "item_id": None,
        "family_id": None, "unit": None, "min_qty": Decimal(0), "unit_price": None, "discount_percent": None,
    }  # fmt: skip
    given.update({key: Decimal(value) if isinstance(value, str) and key != "unit" else value
                  for key, value in values.items()})  # fmt: skip
    return PriceOffer(**given)  # type: ignore[arg-type]


def item_price(price: str, *, unit: str = "EA", min_qty: str = "0", **place: object) -> PriceOffer:
    return offer(item_id=ITEM, unit=unit, unit_price=price, min_qty=min_qty, **place)  # type: ignore[arg-type]


def priced(
    *offers: PriceOffer, qty: str = "1", unit: str = "EA", factor: Fraction | int = 1, **said: object
) -> PricedLine:
    question = PriceQuestion(
        key=new_id(), item_id=ITEM, family_id=FAMILY, base_unit="EA", unit=unit, entered_qty=Decimal(qty),
        qty=Decimal(qty) * Decimal(Fraction(factor).numerator) / Fraction(factor).denominator,
        factor=Fraction(factor),
        **{key: Decimal(value) if isinstance(value, str) and key != "reason" else value
           for key, value in said.items()},  # type: ignore[arg-type]
    )  # fmt: skip
    return PriceBook(offers).price(question, 2)


def steps(line: PricedLine) -> list[tuple[str, str]]:
    return [(step.step, f"{step.unit_price.normalize():f}") for step in line.steps]


def test_the_list_price_alone() -> None:
    line = priced(item_price("10.00"), qty="7")
    assert line.amount == Decimal("70.00")
    assert steps(line) == [("list", "10")]


def test_every_step_in_order() -> None:
    line = priced(
        item_price("10.00"),
        item_price("9.00", source=AGREEMENT),
        item_price("8.00", source=AGREEMENT, min_qty="100"),
        qty="100",
        discount_percent="5",
    )
    assert steps(line) == [("list", "10"), ("agreement", "9"), ("quantity_break", "8"), ("discount", "7.6")]
    assert (line.list_price, line.calculated_price, line.net_price) == (Decimal(10), Decimal(8), Decimal("7.60"))
    assert line.amount == Decimal("760.00")
    assert line.given_away_percent == Decimal(5)


def test_a_break_counts_from_its_minimum_on() -> None:
    offers = (item_price("10"), item_price("9", min_qty="10"), item_price("8", min_qty="50"))
    assert [priced(*offers, qty=qty).net_price for qty in ("9", "10", "49", "50")] == [10, 9, 9, 8]


def test_a_list_ten_percent_off_then_ten_percent_discount_is_nineteen_percent() -> None:
    line = priced(
        offer(discount_percent="10"), item_price("100", rank=1), discount_percent="10"
    )
    assert line.net_price == Decimal("81")
    assert steps(line) == [("list", "100"), ("list", "90"), ("discount", "81")]


def test_a_list_that_prices_the_item_itself_does_not_ask_the_list_below() -> None:
    assert priced(item_price("50"), offer(discount_percent="10"), item_price("100", rank=1)).net_price == 50


def test_of_two_reductions_the_item_comes_before_its_family_and_that_before_everything() -> None:
    base = item_price("100", rank=1)
    everything, family = offer(discount_percent="5"), offer(family_id=FAMILY, discount_percent="10")
    item = offer(item_id=ITEM, discount_percent="20")
    assert priced(base, everything).net_price == 95
    assert priced(base, everything, family).net_price == 90
    assert priced(base, everything, family, item).net_price == 80


def test_the_nearest_account_with_an_agreement_wins_even_where_it_is_dearer() -> None:
    line = priced(
        item_price("10"), item_price("9", source=AGREEMENT), item_price("7", source=AGREEMENT, rank=1)
    )
    assert line.net_price == 9


def test_an_agreement_replaces_the_list_and_its_breaks() -> None:
    assert priced(
        item_price("10"), item_price("5", min_qty="10"), item_price("9", source=AGREEMENT), qty="10"
    ).net_price == 9


def test_an_agreed_percent_is_off_the_list_price_with_its_break() -> None:
    line = priced(
        item_price("10"), item_price("8", min_qty="10"), offer(AGREEMENT, family_id=FAMILY, discount_percent="25"),
        qty="10",
    )  # fmt: skip
    assert steps(line) == [("list", "10"), ("quantity_break", "8"), ("agreement", "6")]


def test_a_price_per_piece_makes_a_box_of_ten_1010() -> None:
    line = priced(item_price("101"), qty="1", unit="BOX", factor=10)
    assert (line.net_price, line.net_unit_price, line.amount) == (1010, 101, Decimal("1010.00"))


def test_a_price_per_box_is_for_boxes_and_pieces_keep_theirs() -> None:
    offers = (item_price("100"), item_price("101", unit="BOX"))
    assert priced(*offers, qty="1", unit="BOX", factor=10).amount == Decimal("101.00")
    assert priced(*offers, qty="1").amount == Decimal("100.00")


def test_a_price_in_a_third_unit_does_not_count() -> None:
    with pytest.raises(Refused):
        priced(item_price("101", unit="PALLET"), qty="1", unit="BOX", factor=10)


def test_a_box_price_that_does_not_divide_is_still_exact_on_the_line() -> None:
    line = priced(item_price("10.00", unit="BOX"), qty="999999", unit="BOX", factor=12)
    assert line.amount == Decimal("9999990.00")
    assert line.net_unit_price == Decimal("0.833333")


def test_a_set_price_replaces_the_calculated_one_and_keeps_its_reason() -> None:
    line = priced(item_price("10"), set_price="8", reason="matched a rival")
    assert steps(line) == [("list", "10"), ("override", "8")]
    assert line.steps[-1].text == "matched a rival"
    assert line.given_away_percent == Decimal(20)


def test_a_set_price_above_the_calculated_one_gives_nothing_away() -> None:
    assert priced(item_price("10"), set_price="12", reason="rush").given_away_percent == 0


def test_a_price_of_nothing_is_a_price() -> None:
    line = priced(set_price="0", reason="sample")
    assert (line.amount, line.calculated_price, line.given_away_percent) == (0, None, None)


def test_an_item_that_nothing_prices_is_refused_with_its_field() -> None:
    with pytest.raises(Refused) as refusal:
        priced()
    assert refusal.value.field == "unit_price"


def test_a_discount_and_a_set_price_together_are_refused() -> None:
    with pytest.raises(Refused, match="not both"):
        priced(item_price("10"), set_price="8", reason="x", discount_percent="5")


def test_the_order_of_the_offers_does_not_matter() -> None:
    offers = [
        item_price("10"), item_price("9", min_qty="10"), item_price("7", source=AGREEMENT, min_qty="5"),
        offer(AGREEMENT, rank=1, discount_percent="50"), offer(family_id=FAMILY, discount_percent="10"),
    ]  # fmt: skip
    forward = [priced(*offers, qty=qty).net_price for qty in ("1", "5", "10")]
    assert forward == [priced(*reversed(offers), qty=qty).net_price for qty in ("1", "5", "10")] == [5, 7, 7]
