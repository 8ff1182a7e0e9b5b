"""Every movement of inventory value stands in the ledger: adjustments, transfers, standard cost, late costs."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.finance.payables.enter_supplier_bill import BillLine, enter_supplier_bill
from erp.inventory.adjustments.adjust_stock import AdjustmentLine, adjust_stock
from erp.inventory.valuation.add_receipt_cost import LateCost, add_receipt_cost
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import Trade, a_trade, books, change, shipped, subledger_faults
from tests.builders.inventory_purchasing import a_supplier, received

MARCH_2, TODAY = date(2026, 3, 2), date(2026, 3, 16)


def _step(work: UnitOfWork, trade: Trade, step: Callable[[], object]) -> dict[str, Decimal]:
    """What a step did to the books."""
    work.settle()
    before = books(work, trade.company_id)
    step()
    work.settle()
    assert subledger_faults(work, trade.company_id) == []
    return change(before, books(work, trade.company_id))


@pytest.mark.parametrize(
    ("reason", "account"), [("count", "counts"), ("write_off", "adjustments"), ("found", "adjustments")]
)
def test_the_reason_of_an_adjustment_decides_its_account(work: UnitOfWork, reason: str, account: str) -> None:
    trade = a_trade(work)
    item_id = trade.item(work, "10.00", qty=10, unit_cost="6.00")
    qty = Decimal(2) if reason == "found" else Decimal(-2)

    moved = _step(
        work, trade,
        lambda: adjust_stock(
            work, warehouse_id=trade.shop.place.id,
            lines=[AdjustmentLine(item_id=item_id, bin_id=trade.shop.place.bin_id, qty=qty)],
            reason=reason, occurred_on=TODAY,
        ),
    )

    assert moved == {"inventory": qty * 6, account: -qty * 6}


def test_a_receipt_at_standard_cost_leaves_the_difference_in_the_variance(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    item_id = trade.shop.item(work, "10.00", costing_method="standard", standard_unit_cost=Decimal("5.00"))

    moved = _step(work, trade, lambda: received(work, trade.shop.place, supplier_id, item_id, 10, "5.40", on=MARCH_2))

    assert moved == {"inventory": Decimal("50.00"), "variance": Decimal("4.00"), "grni": Decimal("-54.00")}


def test_a_billed_difference_at_standard_cost_is_variance_too(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    item_id = trade.shop.item(work, "10.00", costing_method="standard", standard_unit_cost=Decimal("5.00"))
    received(work, trade.shop.place, supplier_id, item_id, 10, "5.00", on=MARCH_2)
    work.settle()
    goods = work.execute(text("SELECT id FROM finance.grni_item")).scalar_one()

    moved = _step(
        work, trade,
        lambda: enter_supplier_bill(
            work, company_id=trade.company_id, branch_id=trade.branch_id, supplier_id=supplier_id,
            supplier_number="S-1", billed_on=TODAY, total_amount=Decimal("51.00"),
            lines=[BillLine("goods", Decimal(10), Decimal("51.00"), goods)],
        ),
    )

    assert moved == {"grni": Decimal("50.00"), "variance": Decimal("1.00"), "payable": Decimal("-51.00")}


def test_freight_that_comes_later_follows_the_goods(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    item_id = trade.shop.item(work, "10.00")
    received(work, trade.shop.place, supplier_id, item_id, 10, "6.00", on=MARCH_2)
    work.settle()
    line_id = work.execute(text("SELECT id FROM finance.grni_item")).scalar_one()
    shipped(work, trade, [(item_id, 3)])

    moved = _step(
        work, trade,
        lambda: add_receipt_cost(
            work, [LateCost(line_id, Decimal("20.00"))], occurred_on=TODAY, cause="landed_cost",
            origin_kind="goods_receipt", origin_id=line_id,
        ),
    )

    assert moved == {"inventory": Decimal("14.00"), "cogs": Decimal("6.00"), "2150": Decimal("-20.00")}
