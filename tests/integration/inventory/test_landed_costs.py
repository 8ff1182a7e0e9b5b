"""A late charge is shared over receipts, follows its goods, and can be taken back once."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, adjust_stock
from erp.inventory.landed_costs.record import record_landed_cost
from erp.inventory.landed_costs.reverse import reverse_landed_cost
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import Trade, a_trade, books, subledger_faults
from tests.builders.inventory import pool_of
from tests.builders.inventory_purchasing import a_supplier, received

D = Decimal


def _bought(work: UnitOfWork, trade: Trade, *goods: tuple[UUID, int, str]) -> list[UUID]:
    supplier = a_supplier(work, [trade.company_id])
    receipts = [received(work, trade.shop.place, supplier, item, qty, cost) for item, qty, cost in goods]
    work.settle()
    rows = work.execute(
        text("SELECT id FROM inventory.goods_receipt_line WHERE goods_receipt_id = ANY(CAST(:ids AS uuid[])) "
             "ORDER BY id"),
        {"ids": receipts},
    )
    return list(rows.scalars())


def _charge(work: UnitOfWork, trade: Trade, amount: str, lines: list[UUID], split: str = "value") -> UUID:
    charge = record_landed_cost(
        work, company_id=trade.company_id, description="Sea freight", amount=D(amount), split=split,
        receipt_line_ids=lines, occurred_on=work.now.date(),
    )
    work.settle()
    return charge.id


def test_each_receipt_takes_its_share_and_the_books_follow(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolt, nut = trade.shop.item(work, "10"), trade.shop.item(work, "10")
    lines = _bought(work, trade, (bolt, 10, "6"), (nut, 20, "2"))  # worth 60 and 40
    _charge(work, trade, "10.00", lines)
    assert pool_of(work, bolt) == (D(10), D("66.00"))
    assert pool_of(work, nut) == (D(20), D("44.00"))
    assert books(work, trade.company_id)["inventory"] == D("110.00")
    assert subledger_faults(work, trade.company_id) == []


def test_a_charge_is_taken_back_from_where_the_goods_are_now(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolt = trade.shop.item(work, "10")
    lines = _bought(work, trade, (bolt, 10, "6"))
    charge_id = _charge(work, trade, "20.00", lines)
    gone = AdjustmentLine(bolt, trade.shop.place.bin_id, D(-5))
    adjust_stock(work, warehouse_id=trade.shop.place.id, reason="write_off", lines=[gone], occurred_on=work.now.date())
    work.settle()
    reverse_landed_cost(work, charge_id, occurred_on=work.now.date())
    work.settle()
    assert pool_of(work, bolt) == (D(5), D("30.00"))  # 80 less 40 written off, less half of the charge
    assert subledger_faults(work, trade.company_id) == []
    with pytest.raises(Conflict, match="reversed already"):
        reverse_landed_cost(work, charge_id, occurred_on=work.now.date())


def test_what_cannot_be_shared_is_refused_and_nothing_is_written(work: UnitOfWork) -> None:
    trade, other = a_trade(work), a_trade(work)
    bolt = trade.shop.item(work, "10")
    lines = _bought(work, trade, (bolt, 10, "6"))
    with pytest.raises(Refused, match="without a volume"):
        _charge(work, trade, "10.00", lines, "volume")
    with pytest.raises(Refused, match="whole minor units"):
        _charge(work, trade, "0.001", lines)
    with pytest.raises(Refused, match="Name the receipts"):
        _charge(work, trade, "10.00", [])
    with pytest.raises(NotFound):
        _charge(work, trade, "10.00", [new_id()])
    with pytest.raises(NotFound):
        _charge(work, other, "10.00", lines)
    assert pool_of(work, bolt) == (D(10), D("60.00"))
    assert work.execute(text("SELECT count(*) FROM inventory.landed_cost")).scalar_one() == 0
