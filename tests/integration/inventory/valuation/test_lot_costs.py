"""Where each lot has a cost of its own, a lot leaves and comes back at what it cost itself."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, adjust_stock
from erp.inventory.adjustments.revalue_stock import revalue_stock
from erp.inventory.valuation.queries import unit_costs
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import a_trade, books, subledger_faults
from tests.builders.inventory import a_lot, put_stock

D = Decimal


def _pools(work: UnitOfWork, item_id: UUID) -> dict[str, tuple[Decimal, Decimal]]:
    rows = work.execute(
        text("SELECT l.code, p.qty, p.value FROM inventory.cost_pool p JOIN inventory.lot l ON l.id = p.lot_id "
             "WHERE p.item_id = :item ORDER BY l.code"),
        {"item": item_id},
    )
    return {row.code: (row.qty, row.value) for row in rows}


def test_lots_keep_their_costs_apart(work: UnitOfWork) -> None:
    trade = a_trade(work)
    wine = trade.shop.item(work, "10", tracking="lot", cost_pool_scope="lot")
    cheap, dear = a_lot(work, wine, "CHEAP"), a_lot(work, wine, "DEAR")
    put_stock(work, trade.shop.place, wine, 10, "4", lot_id=cheap)
    put_stock(work, trade.shop.place, wine, 10, "9", lot_id=dear)
    lost = AdjustmentLine(wine, trade.shop.place.bin_id, D(-4), lot_id=dear)
    posted = adjust_stock(
        work, warehouse_id=trade.shop.place.id, reason="write_off", lines=[lost], occurred_on=work.now.date()
    )
    work.settle()
    assert posted.amounts == (D("-36.00"),)
    assert _pools(work, wine) == {"CHEAP": (D(10), D("40.00")), "DEAR": (D(6), D("54.00"))}
    assert unit_costs(work.session, trade.company_id, [wine]) == {wine: D("5.875")}  # 94 / 16
    assert books(work, trade.company_id)["inventory"] == D("94.00")
    assert subledger_faults(work, trade.company_id) == []


def test_a_lot_never_seen_before_is_found_at_the_mean_of_the_others(work: UnitOfWork) -> None:
    trade = a_trade(work)
    wine = trade.shop.item(work, "10", tracking="lot", cost_pool_scope="lot")
    for code, cost in (("A", "5"), ("B", "9")):
        put_stock(work, trade.shop.place, wine, 10, cost, lot_id=a_lot(work, wine, code))
    found = put_stock(work, trade.shop.place, wine, 1, None, lot_id=a_lot(work, wine, "C"))
    assert found.amounts == (D("7.00"),)


def test_one_lot_is_revalued_and_which_one_must_be_said(work: UnitOfWork) -> None:
    trade = a_trade(work)
    wine = trade.shop.item(work, "10", tracking="lot", cost_pool_scope="lot")
    lots = [a_lot(work, wine, code) for code in ("A", "B")]
    for lot_id in lots:
        put_stock(work, trade.shop.place, wine, 10, "5", lot_id=lot_id)
    terms = {"occurred_on": work.now.date(), "note": "Corked"}
    with pytest.raises(Refused, match="the lot"):
        revalue_stock(work, wine, trade.company_id, D("-10.00"), **terms)
    revalue_stock(work, wine, trade.company_id, D("-10.00"), lot_id=lots[1], **terms)
    work.settle()
    assert _pools(work, wine) == {"A": (D(10), D("50.00")), "B": (D(10), D("40.00"))}
    assert subledger_faults(work, trade.company_id) == []


def test_only_what_is_kept_by_lot_can_cost_so_much_a_lot(work: UnitOfWork) -> None:
    trade = a_trade(work)
    with pytest.raises(Refused, match="tracked by lot"):
        trade.shop.item(work, "10", cost_pool_scope="lot")
