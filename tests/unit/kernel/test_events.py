"""An event comes back from its stored form as it was published."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import pytest

from erp.kernel.events import Bus, Event, decode, during, encode, later
from erp.kernel.identifiers import new_id
from erp.kernel.plain import to_json


@dataclass(frozen=True)
class Line:
    item_id: UUID
    qty: Decimal
    lot: str | None


@dataclass(frozen=True)
class GoodsCounted(Event):
    """For the tests."""

    document: ClassVar[str] = "count_id"
    count_id: UUID
    lines: tuple[Line, ...]
    note: str | None = None


def counted() -> GoodsCounted:
    return GoodsCounted(
        company_id=new_id(), occurred_on=date(2026, 3, 14), count_id=new_id(),
        lines=(Line(new_id(), Decimal("1.500000"), None), Line(new_id(), Decimal("-2"), "L1")),
    )


def test_there_and_back():
    event = counted()
    assert decode(GoodsCounted, encode(event)) == event


def test_decimals_travel_as_text():
    assert encode(counted())["lines"][0]["qty"] == "1.500000"
    assert '"qty":"-2"' in to_json(counted())


def test_a_field_added_later_takes_its_default_in_older_events():
    body = encode(counted())
    del body["note"]
    assert decode(GoodsCounted, body).note is None


def test_a_float_is_no_plain_value():
    with pytest.raises(TypeError, match="float"):
        to_json({"qty": 0.1})


def test_subscribing_twice_is_a_mistake_found_at_start():
    def listen(work, event):
        raise AssertionError

    with pytest.raises(ValueError, match="subscribes twice"):
        Bus([*during(GoodsCounted, listen), *later(GoodsCounted, listen)])


def test_the_map_lists_listeners_in_order():
    def first(work, event): ...
    def second(work, event): ...

    bus = Bus([*during(GoodsCounted, first, second)])
    assert [listener.rpartition(".")[2] for _, _, listener in bus.map()] == ["first", "second"]
