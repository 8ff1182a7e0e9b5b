"""Conversions are exact or refused, never rounded."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.kernel.quantity import NotExact, as_decimal, from_base, to_base
from tests.unit.refusal import refusal


def test_cases_of_twenty_four_become_pieces():
    assert to_base(Decimal("2.5"), 24, 1) == 60


def test_a_third_of_a_dozen_is_four_pieces_though_no_decimal_says_so():
    assert to_base(Decimal(1), 12, 3) == 4


def test_what_does_not_convert_exactly_is_refused_with_the_nearest_two():
    with pytest.raises(NotExact, match=r"2\.5 \(60 in base units\) and 2 13/24 \(61 in base units\)"):
        to_base(Decimal("2.52"), 24, 1)


def test_metres_in_millimetre_steps():
    assert to_base(Decimal("1.234"), 1, 1, Decimal("0.001")) == Decimal("1.234")
    with pytest.raises(NotExact):
        to_base(Decimal("1.2345"), 1, 1, Decimal("0.001"))


@given(st.integers(1, 10**9), st.integers(1, 10**4), st.integers(1, 10**4))
def test_there_and_back_leaves_no_residue(count, numerator, denominator):
    entered = from_base(Decimal(count), numerator, denominator)
    assert entered * numerator / denominator == count


@pytest.mark.parametrize(
    ("qty", "pack", "quantum", "message"),
    [
        ("2.52", (24, 1), "1",
         "2.52 does not convert exactly: the nearest quantities are 2.5 (60 in base units) and 2 13/24 (61 in base "
         "units). Enter one of them."),
        ("0.1", (3, 1), "1",
         "0.1 does not convert exactly: the nearest quantities are 0 (0 in base units) and 1/3 (1 in base units). "
         "Enter one of them."),
        ("1.2345", (1, 1), "0.001",
         "1.2345 does not convert exactly: the nearest quantities are 1.234 (1.234 in base units) and 1.235 (1.235 in "
         "base units). Enter one of them."),
        ("7", (1, 4), "0.5",
         "7 does not convert exactly: the nearest quantities are 6 (1.5 in base units) and 8 (2 in base units). Enter "
         "one of them."),
    ],
)
def test_the_refusal_names_both_neighbours_in_both_units(qty, pack, quantum, message):
    assert refusal(lambda: to_base(Decimal(qty), *pack, Decimal(quantum))) == (message, "qty")


def test_a_fraction_of_a_base_unit_is_refused_where_no_quantum_is_given():
    assert refusal(lambda: to_base(Decimal("0.5"), 1, 1))[1] == "qty"


def test_six_places_hold_a_millionth_and_no_less():
    assert as_decimal(Fraction(1, 1_000_000)) == Decimal("0.000001")
    assert str(as_decimal(Fraction(1200, 10))) == "120"
    assert str(as_decimal(Fraction(0))) == "0"
    with pytest.raises(ValueError, match=r"^1/3 has no exact value in six decimal places$"):
        as_decimal(Fraction(1, 3))
    with pytest.raises(ValueError, match="six decimal places"):
        as_decimal(Fraction(1, 2_000_000))


def test_a_base_quantity_in_another_unit_is_a_fraction():
    assert from_base(Decimal(7), 12, 1) == Fraction(7, 12)
    assert from_base(Decimal(7), 2, 3) == Fraction(21, 2)
