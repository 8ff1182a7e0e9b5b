"""Goods on hand become worth more or less without moving."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.adjustments.revalue_stock import revalue_stock
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import a_trade, books, subledger_faults
from tests.builders.inventory import pool_of, put_stock


def _revalue(work: UnitOfWork, item_id: UUID, company_id: UUID, amount: str, note: str = "Market fell") -> None:
    revalue_stock(work, item_id, company_id, Decimal(amount), occurred_on=work.now.date(), note=note)
    work.settle()


def test_the_average_and_the_books_follow(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item_id = trade.item(work, "10", qty=10, unit_cost="6")
    _revalue(work, item_id, trade.company_id, "-15.00")
    assert pool_of(work, item_id) == (Decimal(10), Decimal("45.00"))
    after = books(work, trade.company_id)
    assert after["inventory"] == Decimal("45.00")
    assert after["adjustments"] == Decimal("-45.00")  # sixty found at the opening, fifteen lost now
    assert subledger_faults(work, trade.company_id) == []


def test_under_fifo_every_layer_takes_its_share_by_quantity(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item_id = trade.shop.item(work, "10", costing_method="fifo")
    put_stock(work, trade.shop.place, item_id, 2, "3")
    put_stock(work, trade.shop.place, item_id, 6, "5")
    work.settle()
    _revalue(work, item_id, trade.company_id, "4.00")
    layers = work.execute(
        text("SELECT value_remaining FROM inventory.cost_layer WHERE item_id = :item ORDER BY id"), {"item": item_id}
    ).scalars()
    assert list(layers) == [Decimal("7.00"), Decimal("33.00")]
    assert pool_of(work, item_id) == (Decimal(8), Decimal("40.00"))


def test_what_cannot_be_is_refused_and_changes_nothing(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item_id = trade.item(work, "10", qty=10, unit_cost="6")
    empty = trade.shop.item(work, "10")
    with pytest.raises(Refused, match="no more can be taken"):
        _revalue(work, item_id, trade.company_id, "-60.01")
    with pytest.raises(Refused, match="Say why"):
        _revalue(work, item_id, trade.company_id, "1.00", note=" ")
    with pytest.raises(Refused, match="Round it first"):
        _revalue(work, item_id, trade.company_id, "0.001")
    with pytest.raises(Refused, match="Nothing is on hand"):
        _revalue(work, empty, trade.company_id, "1.00")
    assert pool_of(work, item_id) == (Decimal(10), Decimal("60.00"))
