"""Returns: only what was authorized, at the cost it left with, and every piece gets a decision."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.inventory.returns.cancel import cancel_expected_return
from erp.inventory.returns.check_returned import NotExpected
from erp.inventory.returns.dispose import Disposal, dispose_return
from erp.inventory.returns.expect import NotReturnable
from erp.inventory.returns.inspect import Finding, inspect_return
from erp.inventory.returns.receive import ReturnedGoods, receive_return
from erp.inventory.shipping.void import CannotBeVoided, void_shipment
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import a_lot, pool_of, put_stock
from tests.builders.inventory_dock import a_dock, allocation_faults, demand_of, ship, stock_of, wanted
from tests.builders.inventory_returns import by_status, expected, shipment_line

DAY = date(2026, 3, 16)


def test_goods_come_back_at_the_cost_they_left_with_whatever_they_cost_now(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 3, "3.33")  # 9.99
    shipment_id, shipped = ship(work, dock, wanted(work, dock, [(bolt, 3)]), on=DAY)
    assert shipped.cost_amount == Decimal("9.99")
    put_stock(work, dock.place, bolt, 10, "5.00")
    line = shipment_line(work, shipment_id)
    parts = [
        receive_return(work, [ReturnedGoods(expected(work, dock, bolt, 1, line).id, Decimal(1))], occurred_on=DAY)
        for _ in range(3)
    ]
    assert [part.cost_amount for part in parts] == [Decimal("3.33"), Decimal("3.33"), Decimal("3.33")]
    assert pool_of(work, bolt) == (13, Decimal("59.99"))
    assert by_status(work, bolt) == {"available": 10, "inspection": 3}
    assert stock_of(work, dock, bolt) == (13, 10, 0)


def test_thirds_that_do_not_divide_still_add_up(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 1, "10.01")
    put_stock(work, dock.place, bolt, 2, "5.00")  # 20.01 for 3: 6.67 each
    put_stock(work, dock.place, bolt, 1, "0.01")  # 20.02 for 4: 15.02 for 3
    shipment_id, shipped = ship(work, dock, wanted(work, dock, [(bolt, 3)]), on=DAY)
    line = shipment_line(work, shipment_id)
    rma = expected(work, dock, bolt, 3, line)
    costs = [
        receive_return(work, [ReturnedGoods(rma.id, Decimal(1))], occurred_on=DAY).cost_amount for _ in range(3)
    ]
    assert sum(costs) == shipped.cost_amount
    assert max(costs) - min(costs) <= Decimal("0.01")


def test_no_more_comes_back_than_left_and_no_more_than_authorized(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work, sku="BOLT")
    put_stock(work, dock.place, bolt, 10)
    shipment_id, _ = ship(work, dock, wanted(work, dock, [(bolt, 5)]), on=DAY)
    line = shipment_line(work, shipment_id)
    rma = expected(work, dock, bolt, 3, line)
    with pytest.raises(NotReturnable, match="Only 2 of the 5 shipped with SH-"):
        expected(work, dock, bolt, 3, line)
    with pytest.raises(NotExpected, match="3 of BOLT may still come back on RMA-1; 4 were counted"):
        receive_return(work, [ReturnedGoods(rma.id, Decimal(4))], occurred_on=DAY)
    receive_return(work, [ReturnedGoods(rma.id, Decimal(2))], occurred_on=DAY)
    assert cancel_expected_return(work, [rma.origin_line_id]) == {rma.origin_line_id: Decimal(1)}
    assert cancel_expected_return(work, [rma.origin_line_id]) == {}
    with pytest.raises(NotExpected, match="0 of BOLT may still come back"):
        receive_return(work, [ReturnedGoods(rma.id, Decimal(1))], occurred_on=DAY)
    expected(work, dock, bolt, 3, line)


def test_what_may_come_back_cannot_be_voided_until_the_rma_is_cancelled(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    shipment_id, _ = ship(work, dock, wanted(work, dock, [(bolt, 5)]), on=DAY)
    rma = expected(work, dock, bolt, 1, shipment_line(work, shipment_id))
    with pytest.raises(CannotBeVoided, match="Cancel the RMA first"):
        void_shipment(work, shipment_id, reason="wrong address", occurred_on=DAY)
    cancel_expected_return(work, [rma.origin_line_id])
    void_shipment(work, shipment_id, reason="wrong address", occurred_on=DAY)
    with pytest.raises(NotReturnable, match="is void"):
        expected(work, dock, bolt, 1, shipment_line(work, shipment_id))


def test_without_an_original_sale_the_goods_are_worth_what_they_cost_now(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 4, "2.50")
    rma = expected(work, dock, bolt, 2)
    assert receive_return(work, [ReturnedGoods(rma.id, Decimal(2))], occurred_on=DAY).cost_amount == Decimal("5.00")


def test_the_lot_that_comes_back_is_the_lot_that_left(work: UnitOfWork) -> None:
    dock = a_dock(work)
    drill = dock.item(work, tracking="serial", sku="DRILL")
    lots = [a_lot(work, drill, f"S-{n}") for n in (1, 2)]
    for lot in lots:
        put_stock(work, dock.place, drill, 1, "80.00", lot_id=lot)
    shipment_id, _ = ship(work, dock, wanted(work, dock, [(drill, 1)]), on=DAY)
    rma = expected(work, dock, drill, 1, shipment_line(work, shipment_id))
    with pytest.raises(NotExpected, match="That serial of DRILL did not leave with the shipment"):
        receive_return(work, [ReturnedGoods(rma.id, Decimal(1), lots[1])], occurred_on=DAY)
    loose = expected(work, dock, drill, 1)
    with pytest.raises(Refused, match="DRILL is kept by serial: say which one came back"):
        receive_return(work, [ReturnedGoods(loose.id, Decimal(1))], occurred_on=DAY)
    receive_return(work, [ReturnedGoods(rma.id, Decimal(1))], occurred_on=DAY)
    assert by_status(work, drill) == {"available": 1, "inspection": 1}


def test_every_piece_gets_its_decision_and_only_what_leaves_takes_value(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work, sku="BOLT")
    put_stock(work, dock.place, bolt, 10, "2.00")
    shipment_id, _ = ship(work, dock, wanted(work, dock, [(bolt, 10)]), on=DAY)
    waits = wanted(work, dock, [(bolt, 7)])
    rma = expected(work, dock, bolt, 8, shipment_line(work, shipment_id))
    receipt = receive_return(work, [ReturnedGoods(rma.id, Decimal(8))], occurred_on=DAY)
    line_id = receipt.line_ids[0]
    with pytest.raises(Refused, match="has not been inspected"):
        dispose_return(work, receipt.id, [Disposal(line_id, "restock", Decimal(8))], occurred_on=DAY)
    inspect_return(work, receipt.id, [Finding(line_id, "opened", "box torn")])
    with pytest.raises(Refused, match="Say why BOLT is scrapped"):
        dispose_return(work, receipt.id, [Disposal(line_id, "scrap", Decimal(1))], occurred_on=DAY)
    with pytest.raises(Conflict, match="8 of BOLT wait for a decision; 9 were entered"):
        dispose_return(work, receipt.id, [Disposal(line_id, "restock", Decimal(9))], occurred_on=DAY)
    some = [
        Disposal(line_id, "restock", Decimal(3), bin_id=dock.place.bins["A-02"]),
        Disposal(line_id, "refurbish", Decimal(1)),
        Disposal(line_id, "scrap", Decimal(2), "crushed"),
    ]
    assert dispose_return(work, receipt.id, some, occurred_on=DAY) is False
    assert by_status(work, bolt) == {"available": 3, "inspection": 2, "quarantine": 1}
    assert pool_of(work, bolt) == (6, Decimal("12.00"))
    assert demand_of(work, waits.line_ids[0])["qty_allocated"] == 3
    assert dispose_return(
        work, receipt.id, [Disposal(line_id, "return_to_supplier", Decimal(2))], occurred_on=DAY
    ) is True
    assert pool_of(work, bolt) == (4, Decimal("8.00"))
    with pytest.raises(Conflict, match="already decided"):
        inspect_return(work, receipt.id, [Finding(line_id, "damaged")])
    costs = work.execute(
        text("SELECT disposition, cost_amount FROM inventory.return_disposition WHERE return_receipt_line_id = :l"),
        {"l": line_id},
    ).all()
    assert {row.disposition: row.cost_amount for row in costs} == {
        "restock": 0, "refurbish": 0, "scrap": Decimal("4.00"), "return_to_supplier": Decimal("4.00"),
    }
    assert allocation_faults(work) == []


def test_unknown_conditions_dispositions_bins_and_receipts_are_refused(work: UnitOfWork) -> None:
    dock, elsewhere = a_dock(work), a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 1)
    rma = expected(work, dock, bolt, 1)
    with pytest.raises(Refused, match="Nothing was counted"):
        receive_return(work, [], occurred_on=DAY)
    with pytest.raises(Refused, match="it is counted in 1"):
        receive_return(work, [ReturnedGoods(rma.id, Decimal("0.5"))], occurred_on=DAY)
    with pytest.raises(NotFound):
        receive_return(work, [ReturnedGoods(new_id(), Decimal(1))], occurred_on=DAY)
    receipt = receive_return(work, [ReturnedGoods(rma.id, Decimal(1))], occurred_on=DAY)
    with pytest.raises(Refused, match="The condition is one of"):
        inspect_return(work, receipt.id, [Finding(receipt.line_ids[0], "pretty")])
    inspect_return(work, receipt.id, [Finding(receipt.line_ids[0], "as_new")])
    foreign = elsewhere.place.bin_id
    with pytest.raises(Refused, match="bin of this warehouse"):
        dispose_return(
            work, receipt.id, [Disposal(receipt.line_ids[0], "restock", Decimal(1), bin_id=foreign)], occurred_on=DAY
        )
    with pytest.raises(NotFound):
        dispose_return(work, new_id(), [], occurred_on=DAY)


def test_goods_of_two_rmas_are_not_received_together(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    goods = [ReturnedGoods(expected(work, dock, bolt, 1).id, Decimal(1)) for _ in range(2)]
    with pytest.raises(NotExpected, match="one RMA at a time"):
        receive_return(work, goods, occurred_on=DAY)


def test_a_return_is_valued_on_its_own_day(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    later = DAY + timedelta(days=3)
    receive_return(work, [ReturnedGoods(expected(work, dock, bolt, 1).id, Decimal(1))], occurred_on=later)
    day = work.execute(
        text("SELECT occurred_on FROM inventory.stock_movement WHERE kind = 'customer_return' AND item_id = :i"),
        {"i": bolt},
    ).scalar_one()
    assert day == later
