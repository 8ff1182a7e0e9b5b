"""Counting while goods move: the variance is what was counted less what was there at that moment."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.counting.cancel_count import cancel_count
from erp.inventory.counting.enter_counts import CountedQuantity, enter_counts
from erp.inventory.counting.open_count import open_count
from erp.inventory.counting.post_count import post_count
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.clock import FixedClock
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.inventory import pool_of, put_stock
from tests.builders.inventory_cost import issue, receive
from tests.builders.inventory_dock import Dock, a_dock, stock_of

D = Decimal


def count_one(work: UnitOfWork, dock: Dock, item_id: UUID, qty: str, **when: object) -> UUID:
    count_id = open_count(work, warehouse_id=dock.place.id, bin_ids=[dock.place.bin_id])
    enter_counts(work, count_id, [CountedQuantity(dock.place.bin_id, item_id, D(qty))], **when)  # type: ignore[arg-type]
    return count_id


def test_missing_goods_leave_at_cost(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 8, "12.50")
    count_id = count_one(work, dock, bolt, "6")
    assert post_count(work, count_id, occurred_on=work.now.date()) is not None
    assert pool_of(work, bolt) == (D(6), D("75.00"))
    kinds = work.execute(
        text("SELECT kind, qty FROM inventory.stock_movement WHERE item_id = :id ORDER BY id DESC LIMIT 1"),
        {"id": bolt},
    ).one()
    assert tuple(kinds) == ("count", D(-2))


def test_what_moves_between_counting_and_posting_stays_moved(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    receive(work, dock.place, bolt, "10", "100.00")
    count_id = count_one(work, dock, bolt, "9")  # one is missing
    receive(work, dock.place, bolt, "5", "50.00")
    issue(work, dock.place, bolt, "3")
    post_count(work, count_id, occurred_on=work.now.date())
    assert stock_of(work, dock, bolt)[0] == D(11)  # 9 + 5 - 3


def test_a_sheet_entered_later_is_compared_with_the_moment_of_counting(
    savepoint_services: Services, clock: FixedClock, system: Actor
) -> None:
    units = savepoint_services.units
    with units.begin(system) as work:
        dock = a_dock(work)
        bolt = dock.item(work)
        receive(work, dock.place, bolt, "10", "100.00")
    counted_at = clock.at + timedelta(hours=1)
    clock.at += timedelta(hours=2)
    with units.begin(system) as work:
        issue(work, dock.place, bolt, "4")  # after the counting, before the entering
    clock.at += timedelta(hours=2)
    with units.begin(system) as work:
        count_id = count_one(work, dock, bolt, "9", counted_at=counted_at)
        line = work.execute(
            text("SELECT qty_counted, qty_book FROM inventory.stock_count_line WHERE count_id = :id"), {"id": count_id}
        ).one()
        assert tuple(line) == (D(9), D(10))
        post_count(work, count_id, occurred_on=work.now.date())
        assert stock_of(work, dock, bolt)[0] == D(5)  # 9 - 4


def test_blank_lines_keep_the_book_and_right_counts_post_nothing(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt, nut = dock.item(work), dock.item(work)
    put_stock(work, dock.place, bolt, 8, "1.00")
    put_stock(work, dock.place, nut, 3, "1.00")
    count_id = count_one(work, dock, bolt, "8")
    assert post_count(work, count_id, occurred_on=work.now.date()) is None
    assert (stock_of(work, dock, bolt)[0], stock_of(work, dock, nut)[0]) == (D(8), D(3))


def test_goods_nobody_knew_of_join_the_sheet_and_a_recount_replaces_the_count(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt, nut = dock.item(work), dock.item(work)
    put_stock(work, dock.place, bolt, 8, "1.00")
    put_stock(work, dock.place, nut, 4, "0.50", bin_code="B-01")
    count_id = count_one(work, dock, nut, "7")
    enter_counts(work, count_id, [CountedQuantity(dock.place.bin_id, nut, D(2))])
    post_count(work, count_id, occurred_on=work.now.date())
    assert stock_of(work, dock, nut)[0] == D(6)
    assert pool_of(work, nut) == (D(6), D("3.00"))


def test_a_posted_or_cancelled_count_takes_no_more(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 8, "1.00")
    count_id = count_one(work, dock, bolt, "8")
    cancel_count(work, count_id)
    with pytest.raises(Conflict, match="cancelled"):
        post_count(work, count_id, occurred_on=work.now.date())
    empty = open_count(work, warehouse_id=dock.place.id)
    with pytest.raises(Refused, match="Nothing was counted"):
        post_count(work, empty, occurred_on=work.now.date())
    with pytest.raises(Refused, match="steps of 1"):
        enter_counts(work, empty, [CountedQuantity(dock.place.bin_id, bolt, D("1.5"))])


def test_statements_do_not_grow_with_lines(work: UnitOfWork) -> None:
    dock = a_dock(work)
    seen_by_size = []
    for size in (1, 50, 500):
        items = [dock.item(work) for _ in range(size)]
        for item_id in items[:1]:
            put_stock(work, dock.place, item_id, 8, "1.00")
        count_id = open_count(work, warehouse_id=dock.place.id)
        with counted_executions(work.session) as seen:
            enter_counts(work, count_id, [CountedQuantity(dock.place.bin_id, item_id, D(9)) for item_id in items])
            entered = len(seen)
        with counted_executions(work.session) as seen:
            post_count(work, count_id, occurred_on=work.now.date())
            seen_by_size.append((entered, len(seen)))
    assert seen_by_size[1] == seen_by_size[2]
    assert seen_by_size[2][0] <= 8
    assert seen_by_size[2][1] <= 26
