"""What may be typed into a field: exact, bounded, and refused in words that say what to enter."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from marshmallow import ValidationError

from erp.web import fields
from erp.web.forms import Form


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12.50", "12.5"), ("0", "0"), ("007", "7"), (".5", "0.5"), ("5.", "5"), ("+3", "3"), (" 4 ", "4"),
        ("999999999999.999999", "999999999999.999999"), ("1.000000000", "1"), ("0.000001", "0.000001"),
    ],
)  # fmt: skip
def test_numbers_are_read_exactly(typed: str, read: str) -> None:
    assert fields.Quantity().deserialize(typed) == Decimal(read)


@pytest.mark.parametrize(
    "typed",
    [
        "NaN", "nan", "sNaN", "Infinity", "-Infinity", "inf", "1e5", "1E5", "0x10", "1,5", "1,000", "10,00.00", "1 000",
        "1_000", "--1", "1.2.3", "١٢", "½", "twelve", "12 EA", "1000000000000", "0.0000001",
        "9" * 400, "0." + "1" * 400,
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        fields.Quantity().deserialize(typed)


@pytest.mark.parametrize("sent", [1.5, 1.0, True, ["1"], {"a": 1}])
def test_a_number_that_is_no_text_is_refused(sent: object) -> None:
    with pytest.raises(ValidationError):
        fields.Amount().deserialize(sent)


def test_whole_numbers_of_json_are_exact_and_taken() -> None:
    assert fields.Amount().deserialize(12) == Decimal(12)


def test_signs_are_taken_only_where_they_mean_something() -> None:
    assert fields.Amount(negative=True).deserialize("-12.34") == Decimal("-12.34")
    assert fields.Amount(negative=True).deserialize("−12.34") == Decimal("-12.34"), "the printed minus, too"
    with pytest.raises(ValidationError, match="zero or more"):
        fields.Amount().deserialize("-0.01")
    with pytest.raises(ValidationError, match="above zero"):
        fields.Quantity(positive=True).deserialize("0")
    assert str(fields.Amount(negative=True).deserialize("-0")) == "0", "no minus before nothing"


def test_amounts_have_four_places_and_percentages_end_at_a_hundred() -> None:
    with pytest.raises(ValidationError, match="At most 4 places"):
        fields.Amount().deserialize("1.00001")
    with pytest.raises(ValidationError, match="0 to 100"):
        fields.Percent().deserialize("100.01")


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "31.12.2026", "2026-1-1", "tomorrow", "0001-01-01", "9999-12-31", "20260101"]
)
def test_days_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        fields.Day().deserialize(typed)


def test_a_day_is_read() -> None:
    assert fields.Day().deserialize("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1bb", "bell\x07"])
def test_control_characters_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="cannot be printed"):
        fields.Text().deserialize(typed)


def test_texts_are_trimmed_and_bounded() -> None:
    assert fields.Text().deserialize("  Größe 4½ in  ") == "Größe 4½ in"
    with pytest.raises(ValidationError, match="At most 5 characters"):
        fields.Text(max=5).deserialize("123456")
    with pytest.raises(ValidationError, match="one line"):
        fields.Code().deserialize("A\nB")


def test_a_scanner_may_send_the_separator_of_gs1() -> None:
    assert fields.Scan().deserialize("]C10112345678901231\x1d10AB") == "]C10112345678901231^]10AB"


class LineForm(Form):
    item = fields.Code(required=True)
    qty = fields.Quantity(required=True, positive=True)
    note = fields.Text()


class OrderForm(Form):
    customer_id = fields.Id(required=True)
    requested_on = fields.Day(allow_none=True)
    urgent = fields.Check()
    lines = fields.Lines(LineForm, max=3, required=True)


def test_what_is_left_out_is_nothing() -> None:
    read = OrderForm().load({
        "customer_id": "01990000-0000-7000-8000-000000000000", "requested_on": " ",
        "lines": [{"item": "A", "qty": "2", "index": 4}],
    })  # fmt: skip
    assert read == {
        "customer_id": UUID("01990000-0000-7000-8000-000000000000"),
        "requested_on": None,
        "urgent": False,
        "lines": [{"item": "A", "qty": Decimal(2), "note": "", "index": 4}],
    }


def test_each_wrong_line_is_named_by_its_own_number() -> None:
    with pytest.raises(ValidationError) as refused:
        OrderForm().load({
            "customer_id": "x",
            "lines": [{"item": "A", "qty": "2", "index": 0}, {"item": "", "qty": "0", "index": 7}],
        })  # fmt: skip
    assert refused.value.messages == {
        "customer_id": ["Choose one from the list."],
        "lines": {"7": {"item": ["This field is needed."], "qty": ["Enter a number above zero."]}},
    }


def test_too_many_lines_are_refused_before_they_are_read() -> None:
    with pytest.raises(ValidationError, match="At most 3 lines"):
        fields.Lines(LineForm, max=3).deserialize([{"item": "A", "qty": "1"}] * 4)
