"""Goods move between warehouses: in transit they are the destination's, and their value goes along unchanged."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, adjust_stock
from erp.inventory.catalog.new_item import NewUnit
from erp.inventory.stock.queries import availability
from erp.inventory.transfers.cancel_transfer import cancel_transfer
from erp.inventory.transfers.create_transfer import TransferRequest, create_transfer
from erp.inventory.transfers.receive_transfer import ArrivedLine, receive_transfer
from erp.inventory.transfers.ship_transfer import ship_transfer
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.inventory import BuiltWarehouse, a_warehouse, pool_of, put_stock
from tests.builders.inventory_dock import Dock, a_dock, wanted

D = Decimal


def send(work: UnitOfWork, dock: Dock, to: BuiltWarehouse, *lines: TransferRequest) -> UUID:
    order_id = create_transfer(
        work, from_warehouse_id=dock.place.id, to_warehouse_id=to.id, lines=lines, requested_on=work.now.date()
    )
    ship_transfer(work, order_id, occurred_on=work.now.date())
    work.settle()
    return order_id


def arrived(work: UnitOfWork, order_id: UUID, *quantities: str) -> list[ArrivedLine]:
    ids = work.execute(
        text("SELECT id FROM inventory.transfer_line WHERE transfer_order_id = :id ORDER BY position"),
        {"id": order_id},
    ).scalars()
    return [ArrivedLine(line_id, D(qty)) for line_id, qty in zip(ids, quantities, strict=True)]


def figures(work: UnitOfWork, item_id: UUID, place: BuiltWarehouse) -> tuple[Decimal, Decimal, Decimal]:
    """On hand, available, in transit."""
    found = availability(work.session, [item_id], [place.id])[item_id, place.id]
    return found.qty_on_hand, found.qty_available, found.qty_in_transit


def events_of(work: UnitOfWork, order_id: UUID) -> list[tuple[str, list[Decimal]]]:
    rows = work.execute(
        text("SELECT name, body FROM kernel.event WHERE document_id = :id ORDER BY id"), {"id": order_id}
    )
    return [(row.name, [D(line["amount"]) for line in row.body["lines"]]) for row in rows]


def test_one_cost_for_the_company_moves_no_value(work: UnitOfWork) -> None:
    dock = a_dock(work)
    other = a_warehouse(work, dock.branch_id)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.00")
    order_id = send(work, dock, other, TransferRequest(bolt, dock.place.bin_id, D(4)))
    assert figures(work, bolt, dock.place) == (D(6), D(6), D(0))
    assert figures(work, bolt, other) == (D(0), D(0), D(4))
    receive_transfer(work, order_id, arrived(work, order_id, "4"), occurred_on=work.now.date())
    assert figures(work, bolt, other) == (D(4), D(4), D(0))
    assert pool_of(work, bolt) == (D(10), D("20.00"))
    assert events_of(work, order_id)[0] == ("inventory.TransferShipped", [D(0)])


@pytest.mark.parametrize("method", ["moving_average", "fifo"])
def test_a_cost_for_each_warehouse_takes_its_value_along(work: UnitOfWork, method: str) -> None:
    dock = a_dock(work)
    other = a_warehouse(work, dock.branch_id)
    bolt = dock.item(work, costing_method=method, cost_pool_scope="warehouse")
    put_stock(work, dock.place, bolt, 50, "100.00")
    put_stock(work, other, bolt, 10, "200.00")
    order_id = send(work, dock, other, TransferRequest(bolt, dock.place.bin_id, D(10)))
    assert events_of(work, order_id) == [("inventory.TransferShipped", [D("1000.00")])]
    assert pool_of(work, bolt, dock.place.id) == (D(40), D("4000.00"))
    assert pool_of(work, bolt, other.id) == (D(20), D("3000.00"))


def test_what_does_not_arrive_is_written_off(work: UnitOfWork) -> None:
    dock = a_dock(work)
    other = a_warehouse(work, dock.branch_id)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.00")
    order_id = send(work, dock, other, TransferRequest(bolt, dock.place.bin_id, D(4)))
    receive_transfer(work, order_id, arrived(work, order_id, "3"), occurred_on=work.now.date())
    work.settle()
    assert figures(work, bolt, other) == (D(3), D(3), D(0))
    assert pool_of(work, bolt) == (D(9), D("18.00"))
    adjustment = work.execute(
        text(
            "SELECT a.reason, a.origin_id, y.qty, y.amount FROM inventory.stock_adjustment a "
            "JOIN inventory.stock_adjustment_line y ON y.adjustment_id = a.id WHERE y.item_id = :id AND y.qty < 0"
        ),
        {"id": bolt},
    ).one()
    assert tuple(adjustment) == ("transfer_loss", order_id, D(-1), D("-2.00"))


def test_a_part_may_arrive_first(work: UnitOfWork) -> None:
    dock = a_dock(work)
    other = a_warehouse(work, dock.branch_id)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.00")
    order_id = send(work, dock, other, TransferRequest(bolt, dock.place.bin_id, D(4)))
    receive_transfer(work, order_id, arrived(work, order_id, "1"), occurred_on=work.now.date(), complete=False)
    assert figures(work, bolt, other) == (D(1), D(1), D(3))
    with pytest.raises(Refused, match="3 are on their way, 4 cannot arrive"):
        receive_transfer(work, order_id, arrived(work, order_id, "4"), occurred_on=work.now.date())
    receive_transfer(work, order_id, arrived(work, order_id, "3"), occurred_on=work.now.date())
    with pytest.raises(Conflict, match="is received"):
        receive_transfer(work, order_id, arrived(work, order_id, "0"), occurred_on=work.now.date())


def test_packs_convert_exactly(work: UnitOfWork) -> None:
    dock = a_dock(work)
    other = a_warehouse(work, dock.branch_id)
    bolt = dock.item(work, units=[NewUnit("BX", 12)])
    put_stock(work, dock.place, bolt, 30, "2.00")
    order_id = send(work, dock, other, TransferRequest(bolt, dock.place.bin_id, D(2), "BX"))
    assert figures(work, bolt, other) == (D(0), D(0), D(24))
    with pytest.raises(Refused, match="does not convert exactly"):
        send(work, dock, other, TransferRequest(bolt, dock.place.bin_id, D("0.3"), "BX"))
    with pytest.raises(Conflict, match="is shipped"):
        cancel_transfer(work, order_id)


def test_promised_goods_are_not_sent_away(work: UnitOfWork) -> None:
    dock = a_dock(work)
    other = a_warehouse(work, dock.branch_id)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.00")
    wanted(work, dock, [(bolt, 8)])
    with pytest.raises(Refused, match="8 of it promised to orders"), work.session.begin_nested():
        send(work, dock, other, TransferRequest(bolt, dock.place.bin_id, D(3)))
    assert figures(work, bolt, dock.place) == (D(10), D(10), D(0))


def test_companies_do_not_transfer_to_each_other(work: UnitOfWork) -> None:
    dock, foreign = a_dock(work), a_dock(work)
    bolt = dock.item(work)
    with pytest.raises(Refused, match="two companies"):
        send(work, dock, foreign.place, TransferRequest(bolt, dock.place.bin_id, D(1)))


def test_statements_do_not_grow_with_lines(work: UnitOfWork) -> None:
    dock = a_dock(work)
    other = a_warehouse(work, dock.branch_id)
    counts = []
    for size in (1, 50, 500):
        items = [dock.item(work, cost_pool_scope="warehouse") for _ in range(size)]
        adjust_stock(
            work, warehouse_id=dock.place.id, reason="opening", occurred_on=work.now.date(),
            lines=[AdjustmentLine(item_id, dock.place.bin_id, D(5), unit_cost=D(2)) for item_id in items],
        )
        lines = [TransferRequest(item_id, dock.place.bin_id, D(5)) for item_id in items]
        order_id = create_transfer(
            work, from_warehouse_id=dock.place.id, to_warehouse_id=other.id, lines=lines, requested_on=work.now.date()
        )
        with counted_executions(work.session) as seen:
            ship_transfer(work, order_id, occurred_on=work.now.date())
            shipped = len(seen)
        work.settle()
        with counted_executions(work.session) as seen:
            receive_transfer(
                work, order_id, arrived(work, order_id, *["4"] * len(lines)), occurred_on=work.now.date()
            )
            counts.append((shipped, len(seen)))
        work.settle()
    assert len(set(counts)) == 1
    assert counts[0][0] <= 22
    assert counts[0][1] <= 34
