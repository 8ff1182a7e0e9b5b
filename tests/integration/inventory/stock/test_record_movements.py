"""The stock ledger: one door, few statements, balances that never lie."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from erp.inventory.stock.record import Movement, record_movements
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.inventory_dock import Dock, a_dock, stock_of

D = Decimal


def moved(dock: Dock, work: UnitOfWork, item_id: UUID, qty: str, **more: object) -> Movement:
    given: dict[str, object] = {
        "company_id": dock.company_id, "item_id": item_id, "warehouse_id": dock.place.id,
        "bin_id": dock.place.bin_id, "qty": D(qty), "kind": "put_away", "occurred_on": work.now.date(),
        "source_kind": "test", "source_id": new_id(), **more,
    }
    return Movement(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [1, 50, 500])
def test_five_statements_whatever_the_number_of_lines(work: UnitOfWork, size: int) -> None:
    dock = a_dock(work)
    items = [dock.item(work) for _ in range(size)]
    with counted_executions(work.session) as coming:
        record_movements(work, [moved(dock, work, item_id, "5") for item_id in items])
    with counted_executions(work.session) as leaving:
        record_movements(work, [moved(dock, work, item_id, "-2") for item_id in items])
    assert (len(coming), len(leaving)) == (5, 4)


def test_balances_are_the_sum_of_the_ledger(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    away = dock.place.bins["A-02"]
    record_movements(work, [moved(dock, work, bolt, "10")])
    record_movements(work, [moved(dock, work, bolt, "-4"), moved(dock, work, bolt, "4", bin_id=away)])
    record_movements(
        work, [moved(dock, work, bolt, "-1", bin_id=away), moved(dock, work, bolt, "1", bin_id=away, status="damaged")]
    )
    faults = work.execute(
        text(
            "SELECT b.id FROM inventory.stock_balance b LEFT JOIN (SELECT balance_id, sum(qty) AS qty "
            "  FROM inventory.stock_movement GROUP BY balance_id) m ON m.balance_id = b.id "
            "WHERE b.qty_on_hand <> coalesce(m.qty, 0)"
        )
    ).all()
    assert faults == []
    assert stock_of(work, dock, bolt) == (D(10), D(9), D(0))  # the damaged one is there, but not to be promised


def test_goods_in_transit_and_goods_of_others_are_not_available(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    record_movements(
        work,
        [
            moved(dock, work, bolt, "10"),
            moved(dock, work, bolt, "3", status="in_transit"),
            moved(dock, work, bolt, "2", owner_id=new_id()),
        ],
    )
    row = work.execute(
        text(
            "SELECT qty_on_hand, qty_available, qty_in_transit FROM inventory.item_warehouse WHERE item_id = :id"
        ),
        {"id": bolt},
    ).one()
    assert tuple(row) == (D(12), D(10), D(3))


def test_a_shortage_names_the_item_the_bin_and_what_is_there(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work, sku="BOLT-8")
    record_movements(work, [moved(dock, work, bolt, "3")])
    with pytest.raises(Refused, match=r"Not enough stock of BOLT-8: 5 EA asked, 3 EA available in bin A-01"):
        record_movements(work, [moved(dock, work, bolt, "-5")])
    with pytest.raises(Refused, match="0 EA available in bin A-02"):
        record_movements(work, [moved(dock, work, bolt, "-1", bin_id=dock.place.bins["A-02"])])


def test_the_ledger_is_final(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    record_movements(work, [moved(dock, work, bolt, "3")])
    for statement in ("UPDATE inventory.stock_movement SET qty = 4", "DELETE FROM inventory.stock_movement"):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.execute(text(statement))


def test_nothing_moves_in_a_closed_period(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    work.execute(
        text("UPDATE organization.posting_period SET inventory_state = 'closed' WHERE company_id = :id"),
        {"id": dock.company_id},
    )
    with pytest.raises(DBAPIError, match="closed"), work.session.begin_nested():
        record_movements(work, [moved(dock, work, bolt, "3")])
