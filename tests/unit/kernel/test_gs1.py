"""Reading GS1 element strings."""

from datetime import date
from decimal import Decimal

import pytest

from erp.kernel.errors import Refused
from erp.kernel.gs1.elements import Gs1Element, gs1_date, implied_decimals, read_gs1
from erp.kernel.gs1.write import write_gs1, write_gs1_lists

TODAY = date(2026, 3, 1)


def test_a_case_label_with_product_expiry_and_lot() -> None:
    assert read_gs1("]C101095011015300031727053110AB-12", TODAY) == [
        Gs1Element("01", "gtin", "09501101530003"),
        Gs1Element("17", "expiry", date(2027, 5, 31)),
        Gs1Element("10", "lot", "AB-12"),
    ]


def test_a_separator_ends_what_has_no_fixed_length() -> None:
    assert [(e.ai, e.value) for e in read_gs1("10AB\x1d3712\x1d3102000250", TODAY)] == [
        ("10", "AB"), ("37", "12"), ("3102", Decimal("2.50")),
    ]  # fmt: skip


def test_amounts_carry_their_currency_and_postal_codes_their_country() -> None:
    assert read_gs1("3932978199\x1d42127649716", TODAY) == [
        Gs1Element("3932", "price", Decimal("1.99"), "978"),
        Gs1Element("421", "ship_to_postcode", "49716", "276"),
    ]


def test_a_year_of_two_digits_is_the_nearest() -> None:
    assert gs1_date("760101", TODAY) == date(2076, 1, 1)
    assert gs1_date("770101", TODAY) == date(1977, 1, 1)
    assert gs1_date("280200", TODAY) == date(2028, 2, 29)


def test_implied_decimals() -> None:
    assert implied_decimals("000525", 3) == Decimal("0.525")


@pytest.mark.parametrize("data", ["60X", "01123", "10", "17271301", "17270230", "10" + "X" * 21])
def test_what_cannot_be_read_is_refused(data: str) -> None:
    with pytest.raises(Refused):
        read_gs1(data, TODAY)


def test_a_label_is_written_as_it_is_read():
    written = write_gs1("9506000134352", qty=25, serial="S-1", lot="AB-12", expires_on=date(2027, 12, 31))
    assert written == "01095060001343521727123130000000" + "2521S-1\x1d10AB-12"
    assert {e.meaning: e.value for e in read_gs1(written, TODAY)} == {
        "gtin": "09506000134352", "expiry": date(2027, 12, 31), "count": "00000025", "serial": "S-1", "lot": "AB-12",
    }


@pytest.mark.parametrize(
    "label",
    [
        {"gtin": "95060001343X2"},
        {"gtin": "9506000134352", "lot": "x" * 21},
        {"gtin": "9506000134352", "qty": 10**8},
    ],
)
def test_what_no_reader_could_read_is_not_written(label):
    with pytest.raises(Refused):
        write_gs1(**label)


def test_elements_in_brackets_are_read_too():
    assert [e.ai for e in read_gs1("(01)09506000134352(10)AB(7003)2712311200", TODAY)] == ["01", "10", "7003"]


def test_labels_fill_codes_in_their_order() -> None:
    labels = ["a" * 26, *["b" * 25] * 8, *["c" * 35] * 2]
    # 26 + 5 x 25 and five separators are 156 of 160; three of 25, two of 35 and four separators are 149
    lists = write_gs1_lists(labels, max_length=160, separator="|")
    assert [len(part) for part in lists] == [6, 5]
    assert [len("|".join(part)) for part in lists] == [156, 149]
    assert write_gs1_lists(labels[1:7], max_length=156, separator="|") == [["b" * 25] * 6]  # 155 fit exactly
    with pytest.raises(Refused, match="longer than the 20"):
        write_gs1_lists(labels, max_length=20)
