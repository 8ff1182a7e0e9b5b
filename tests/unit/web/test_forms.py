"""Forms of pages and bodies of programs are read alike, and refused with a mark for each wrong field."""

from decimal import Decimal

import pytest
from flask import Flask

from erp.web import fields
from erp.web.addresses import own_address
from erp.web.forms import Form, NotReadable, parse, parse_query


class LineForm(Form):
    item = fields.Code(required=True)
    qty = fields.Quantity(required=True)
    unit = fields.Choice(("EA", "BX"))


class OrderForm(Form):
    reference = fields.Text(max=10)
    lines = fields.Lines(LineForm)


@pytest.fixture
def bare() -> Flask:
    return Flask("bare")


def test_rows_come_in_their_order_and_empty_ones_do_not_count(bare: Flask) -> None:
    typed = {
        "lines-10-item": "C", "lines-10-qty": "3", "lines-2-item": "B", "lines-2-qty": "2.5",
        "lines-3-item": " ", "lines-3-qty": "", "lines-3-unit": "EA", "lines-x-item": "no", "other-1-item": "no",
    }  # fmt: skip
    with bare.test_request_context("/", method="POST", data=typed):
        lines = parse(OrderForm)["lines"]
    assert [(line["index"], line["item"], line["qty"]) for line in lines] == [
        (2, "B", Decimal("2.5")),
        (10, "C", Decimal(3)),
    ]


def test_marks_are_the_names_of_the_fields(bare: Flask) -> None:
    typed = {"reference": "much too long", "lines-4-item": "A", "lines-4-qty": "NaN"}
    with bare.test_request_context("/", method="POST", data=typed), pytest.raises(NotReadable) as refused:
        parse(OrderForm)
    assert set(refused.value.marks) == {"reference", "lines-4-qty"}
    assert refused.value.message == "Nothing was saved. 2 entries need correcting; each is marked."


def test_a_program_is_told_of_fields_there_are_not(bare: Flask) -> None:
    body = {"refrence": "X", "lines": [{"item": "A", "qty": 1.5}]}
    with bare.test_request_context("/", method="POST", json=body), pytest.raises(NotReadable) as refused:
        parse(OrderForm)
    assert refused.value.marks["refrence"] == "There is no such field."
    assert "quotation marks" in refused.value.marks["lines-0-qty"]


@pytest.mark.parametrize("body", ["[]", "1", "null", "{", '"text"'])
def test_a_body_that_is_no_object_is_refused(bare: Flask, body: str) -> None:
    with (
        bare.test_request_context("/", method="POST", data=body, content_type="application/json"),
        pytest.raises(NotReadable),
    ):
        parse(OrderForm)


def test_a_filter_that_cannot_be_read_is_refused(bare: Flask) -> None:
    with bare.test_request_context("/?reference=" + "x" * 11), pytest.raises(NotReadable):
        parse_query(OrderForm)


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("/a/b?c=d&e=%20", True), ("/", True), ("//evil.example", False), ("/\\evil.example", False),
        ("https://evil.example", False), ("javascript:alert(1)", False), ("", False), (None, False),
        ("/a\r\nSet-Cookie: x=y", False), ("/a b", False), ("/" + "a" * 4001, False),
    ],
)  # fmt: skip
def test_only_addresses_of_ours_are_followed(address: str | None, followed: bool) -> None:
    assert (own_address(address) is not None) is followed
