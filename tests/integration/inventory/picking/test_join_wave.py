"""More orders join a wave that is still being picked; a wave is put on a picker."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.identity.api import create_user, sync_permissions
from erp.inventory.manifest import INVENTORY
from erp.inventory.picking.assign_picker import assign_picker
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.picking.queries import open_waves
from erp.inventory.picking.release import release_wave
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.inventory import a_warehouse, put_stock
from tests.builders.inventory_dock import a_dock, a_wave, allocation_faults, pick_all, wanted


def walk(work: UnitOfWork, wave_id: UUID) -> list[tuple[str, str]]:
    rows = work.execute(
        text("""SELECT b.code, t.status FROM inventory.pick_task t JOIN inventory.bin b ON b.id = t.bin_id
                WHERE t.wave_id = :wave ORDER BY t.sequence, t.id"""),
        {"wave": wave_id},
    )
    return [(row.code, row.status) for row in rows]


def test_orders_that_join_make_one_walk_with_what_is_still_open(work: UnitOfWork) -> None:
    dock = a_dock(work, storage_bins=("A-01", "A-02", "B-01", "B-02"))
    items = {code: dock.item(work) for code in ("A-01", "A-02", "B-01", "B-02")}
    for code, item in items.items():
        put_stock(work, dock.place, item, 10, bin_code=code)
    wave = a_wave(work, dock, wanted(work, dock, [(items["A-01"], 1), (items["B-01"], 1)]))
    first = work.execute(
        text("SELECT id FROM inventory.pick_task WHERE wave_id = :w ORDER BY sequence LIMIT 1"), {"w": wave.id}
    ).scalar_one()
    confirm_picks(work, [Pick(first, Decimal(1))])
    late = wanted(work, dock, [(items["B-02"], 1), (items["A-02"], 1)])
    with counted_executions(work.session) as seen:
        joined = release_wave(work, dock.place.id, origin_ids=[late.origin_id], into_wave_id=wave.id)
    assert len(seen) <= 14
    assert (joined.id, joined.number) == (wave.id, wave.number)
    assert walk(work, wave.id) == [("A-01", "picked"), ("A-02", "open"), ("B-01", "open"), ("B-02", "open")]
    assert allocation_faults(work) == []


def test_nothing_joins_a_picked_wave_nor_one_elsewhere(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10)
    done = a_wave(work, dock, wanted(work, dock, [(bolt, 1)]))
    pick_all(work, done)
    late = wanted(work, dock, [(bolt, 1)])
    with pytest.raises(Conflict, match="picked already"), work.session.begin_nested():
        release_wave(work, dock.place.id, origin_ids=[late.origin_id], into_wave_id=done.id)
    with pytest.raises(NotFound), work.session.begin_nested():
        release_wave(work, dock.place.id, origin_ids=[late.origin_id], into_wave_id=new_id())
    other = a_warehouse(work, dock.branch_id)
    put_stock(work, other, bolt, 10)
    here = a_wave(work, dock, wanted(work, dock, [(bolt, 1)]))
    work.execute(text("UPDATE inventory.wave SET warehouse_id = :w WHERE id = :id"), {"w": other.id, "id": here.id})
    with pytest.raises(Conflict, match="another warehouse"), work.session.begin_nested():
        release_wave(work, dock.place.id, origin_ids=[late.origin_id], into_wave_id=here.id)


def test_a_wave_is_put_on_somebody_who_may_pick_there(
    work: UnitOfWork, someone: Callable[[str, str, UUID | None], UUID]
) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10)
    waves = [a_wave(work, dock, wanted(work, dock, [(bolt, 1)])) for _ in range(3)]
    ada, buyer = someone("ada", "warehouse", dock.branch_id), someone("bo", "buyer", None)
    assert assign_picker(work, waves[1].id, ada) == "ada of the tests"
    with pytest.raises(Refused, match="may pick in this branch"):
        assign_picker(work, waves[0].id, buyer)
    assert next(found.id for found in open_waves(work.session, dock.company_id, None, picker_id=ada)) == waves[1].id
    assert [found.id for found in open_waves(work.session, dock.company_id, None, picker_id=buyer)][-1] == waves[1].id
    assert assign_picker(work, waves[1].id, None) == ""


@pytest.fixture
def someone(work: UnitOfWork) -> Callable[[str, str, UUID | None], UUID]:
    """Make a user with one role, in one branch or in all."""
    sync_permissions(work, [INVENTORY])
    return lambda name, role, branch_id: create_user(
        work, user_name=name, display_name=f"{name} of the tests", password="a sentence for tests",
        roles=[(role, branch_id)], must_change_password=False,
    )
