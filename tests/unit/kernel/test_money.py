"""Amounts round half up once, and shares add up to what was shared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.kernel.money import minor_unit, round_amount, round_to_step, round_unit, split_amount

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


@pytest.mark.parametrize(("value", "step", "nearest", "up", "down"), [
    ("42.06", "0.05", "42.05", "42.10", "42.05"),
    ("42.025", "0.05", "42.05", "42.05", "42.00"),  # half a step goes up
    ("-42.025", "0.05", "-42.05", "-42.05", "-42.00"),  # and away from zero below it
    ("17", "15", "15", "30", "15"),
    ("2.5", "1.4", "2.8", "2.8", "1.4"),
    ("30", "15", "30", "30", "30"),
])
def test_whole_steps_that_are_no_power_of_ten(value: str, step: str, nearest: str, up: str, down: str) -> None:
    wanted = {"nearest": nearest, "up": up, "down": down}
    found = {way: round_to_step(Decimal(value), Decimal(step), way) for way in wanted}
    assert found == {way: Decimal(amount) for way, amount in wanted.items()}


@given(CENTS, WEIGHTS, st.integers(0, 4))
def test_parts_add_up_to_the_rounded_whole_in_every_currency(total, weights, minor_units):
    """The rule: cut every share, then give the units left over to the largest remainders, the earliest first."""
    whole = round_amount(total, minor_units)
    parts = split_amount(whole, weights, minor_units)
    assert sum(parts) == whole
    assert all(part == round_amount(part, minor_units) for part in parts)
    assert all(part * whole >= 0 for part in parts)


@pytest.mark.parametrize(
    ("total", "weights", "minor_units", "parts"),
    [
        ("1.00", ["0", "0", "0"], 2, ["0.34", "0.33", "0.33"]),
        ("-1.00", ["0", "0", "0"], 2, ["-0.34", "-0.33", "-0.33"]),
        ("10", ["1", "1", "1"], 0, ["4", "3", "3"]),
        ("1.000", ["2", "2", "2"], 3, ["0.334", "0.333", "0.333"]),
        ("0.05", ["1", "2", "4"], 2, ["0.01", "0.01", "0.03"]),
        ("-0.05", ["1", "2", "4"], 2, ["-0.01", "-0.01", "-0.03"]),
        ("0.02", ["1", "1", "1", "1"], 2, ["0.01", "0.01", "0", "0"]),
        ("5.00", ["7"], 2, ["5.00"]),
        ("0", ["1", "3"], 2, ["0", "0"]),
        ("1.00", ["0", "0.001"], 2, ["0", "1.00"]),
    ],
)
def test_shares_by_hand(total, weights, minor_units, parts):
    found = split_amount(Decimal(total), [Decimal(weight) for weight in weights], minor_units)
    assert found == [Decimal(part) for part in parts]


def test_what_is_shared_among_nobody_is_nothing():
    assert split_amount(Decimal(5), []) == []


def test_a_total_finer_than_the_currency_gives_whole_units_only():
    assert split_amount(Decimal("1.009"), [Decimal(1), Decimal(1)]) == [Decimal("0.50"), Decimal("0.50")]


def test_the_smallest_amounts_and_six_places_of_a_price():
    assert [minor_unit(places) for places in (0, 2, 3)] == [1, Decimal("0.01"), Decimal("0.001")]
    assert str(round_unit(Decimal("0.8333335"))) == "0.833334"
    assert str(round_unit(Decimal("-0.8333335"))) == "-0.833334"
    assert str(round_unit(Decimal(2))) == "2.000000"
