"""GTINs, with numbers printed on real packs and in the standard."""

import pytest

from erp.inventory.catalog.gtin import gtin_14, looks_like_gtin, require_gtin
from erp.kernel.errors import Refused
from erp.kernel.gs1.check_digit import check_digit
from tests.unit.refusal import refusal


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


def test_refusals_of_gtins_say_what_is_wrong_and_where_it_was_typed() -> None:
    assert refusal(lambda: require_gtin("629104150021X")) == (
        "629104150021X is no GTIN: it has 8, 12, 13 or 14 digits and nothing else.", "code")
    assert refusal(lambda: require_gtin("6291041500214", field="lines-2-gtin")) == (
        "GTIN 6291041500214 is mistyped: behind 629104150021 the check digit is 3, not 4. Read the label again.",
        "lines-2-gtin")
    assert refusal(lambda: require_gtin("12", field="gtin"))[1] == "gtin"


@pytest.mark.parametrize(("code", "found"), [("73513537", True), ("735135370", False), ("12345678901", False),
                                             ("1234567890123", True), ("123456789012345", False), ("1234567X", False),
                                             ("٦٢٩١٠٤١٥٠٠٢١٣", False)])
def test_a_gtin_looks_like_8_12_13_or_14_plain_digits(code: str, found: bool) -> None:
    assert looks_like_gtin(code) is found


def test_a_right_gtin_is_answered_in_fourteen_digits() -> None:
    assert require_gtin("73513537") == "00000073513537"
