"""A supplier's invoice number is the same number however it is typed."""

import pytest

from erp.finance.payables.supplier_number import number_key
from erp.kernel.errors import Refused


@pytest.mark.parametrize(
    ("typed", "as_before"),
    [("INV-0012/B", "inv 12b"), ("0012", "12"), ("RE-2026/0815", "re20260815"), (" R 7 ", "r-7"), ("№ 5", "No5")],
)
def test_spelling_makes_no_other_number(typed: str, as_before: str) -> None:
    assert number_key(typed) == number_key(as_before)


@pytest.mark.parametrize(("one", "other"), [("1001", "1010"), ("A-10", "A-1"), ("12/2025", "12/2026"), ("10", "100")])
def test_other_numbers_stay_apart(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize("typed", ["", "  ", "-/-"])
def test_a_number_without_letters_or_digits_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="letters or digits"):
        number_key(typed)
