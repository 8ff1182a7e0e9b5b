"""GTINs, with numbers printed on real packs and in the standard."""

import pytest

from erp.inventory.catalog.gtin import gtin_14, require_gtin
from erp.kernel.errors import Refused
from erp.kernel.gs1.check_digit import check_digit


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("629104150021", 3),  # the worked example of the GS1 General Specifications
        ("400638133393", 1),
        ("7351353", 7),
        ("03600029145", 2),
    ],
)
def test_check_digit(digits: str, expected: int) -> None:
    assert check_digit(digits) == expected


def test_all_lengths_are_one_number() -> None:
    assert gtin_14("036000291452") == gtin_14("0036000291452") == gtin_14("00036000291452") == "00036000291452"


def test_a_mistyped_gtin_is_refused_and_the_right_digit_named() -> None:
    with pytest.raises(Refused, match="check digit is 3, not 4"):
        require_gtin("6291041500214")


@pytest.mark.parametrize("code", ["12345", "ABC", "629104150021X", "٦٢٩١٠٤١٥٠٠٢١٣", ""])
def test_what_is_no_gtin_is_none(code: str) -> None:
    assert gtin_14(code) is None
