"""Amounts round half up once, and shares add up to what was shared."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from erp.kernel.money import round_amount, split_amount

CENTS = st.integers(-10**9, 10**9).map(lambda n: Decimal(n) / 100)
WEIGHTS = st.lists(st.integers(0, 10**6).map(lambda n: Decimal(n) / 1000), min_size=1, max_size=30)


def test_a_tie_rounds_away_from_zero():
    assert round_amount(Decimal("0.005")) == Decimal("0.01")
    assert round_amount(Decimal("-0.005")) == Decimal("-0.01")
    assert round_amount(Decimal("2.675")) == Decimal("2.68")


def test_the_yen_has_no_minor_unit_and_the_dinar_three():
    assert round_amount(Decimal("100.5"), 0) == Decimal(101)
    assert round_amount(Decimal("1.2345"), 3) == Decimal("1.235")


def test_ten_cents_over_three_equal_shares_give_the_odd_cent_to_the_first():
    assert split_amount(Decimal("0.10"), [Decimal(1)] * 3) == [Decimal("0.04"), Decimal("0.03"), Decimal("0.03")]


def test_the_largest_remainder_takes_the_odd_cent():
    assert split_amount(Decimal("1.00"), [Decimal("0.333"), Decimal("0.667")]) == [Decimal("0.33"), Decimal("0.67")]


@given(CENTS, WEIGHTS)
def test_parts_add_up_and_none_is_a_cent_or_more_off(total, weights):
    parts = split_amount(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - total * weight / whole) < Decimal("0.01") + Decimal("1e-12")
