"""Conversions are exact or refused, never rounded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.kernel.quantity import NotExact, from_base, to_base


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
