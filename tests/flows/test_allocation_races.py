"""Many sessions at once want the same goods: nobody gets what somebody else has, and nobody waits in a circle."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.fulfilment.allocate import allocate_demand
from erp.inventory.fulfilment.sweep_backorders import sweep_backorders
from erp.inventory.picking.claim_pick import claim_pick
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.picking.release import NothingToRelease, release_wave
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import Dock, Wanted, a_dock, allocation_faults, wanted


def at_once(services: Services, actor: Actor, steps: list[Callable[[UnitOfWork], object]]) -> list[object]:
    """Run each step in a session of its own, all let go at the same moment; return what they answered or raised."""
    gate = threading.Barrier(len(steps))

    def run(step: Callable[[UnitOfWork], object]) -> object:
        gate.wait()
        try:
            return services.units.run(actor, step)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def a_stocked_dock(services: Services, actor: Actor, items: int, qty: int) -> tuple[Dock, list[UUID]]:
    def build(work: UnitOfWork) -> tuple[Dock, list[UUID]]:
        dock = a_dock(work)
        ids = [dock.item(work) for _ in range(items)]
        for item_id in ids:
            put_stock(work, dock.place, item_id, qty)
        return dock, ids

    return services.units.run(actor, build)


def promised(services: Services, actor: Actor, item_id: UUID) -> tuple[Decimal, Decimal]:
    """Promised in the warehouse, and the sum over the demand lines."""
    with services.units.begin(actor) as work:
        assert allocation_faults(work) == []
        row = work.execute(
            text("""SELECT (SELECT sum(qty_allocated) FROM inventory.item_warehouse WHERE item_id = :item),
                           (SELECT sum(qty_allocated) FROM inventory.demand_line WHERE item_id = :item)"""),
            {"item": item_id},
        ).one()
    return row[0], row[1]


def test_sixteen_sessions_that_want_ten_get_ten_between_them(services: Services, system: Actor) -> None:
    dock, (bolt,) = a_stocked_dock(services, system, items=1, qty=10)
    origins: list[Wanted] = [
        services.units.run(system, lambda work: wanted(work, dock, [(bolt, 3)], allocate=False)) for _ in range(16)
    ]
    steps = [lambda work, o=origin: allocate_demand(work, o.line_ids) for origin in origins]
    answers = at_once(services, system, steps)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    got = sorted(sum(answer.values(), Decimal(0)) for answer in answers)  # type: ignore[attr-defined]
    assert got[-4:] == [1, 3, 3, 3]
    assert promised(services, system, bolt) == (10, 10)


def test_lines_in_opposite_order_do_not_wait_in_a_circle(services: Services, system: Actor) -> None:
    dock, items = a_stocked_dock(services, system, items=8, qty=100)
    origins = [
        services.units.run(
            system,
            lambda work, turn=turn: wanted(
                work, dock, [(item, 1) for item in (items if turn % 2 else reversed(items))], allocate=False
            ),
        )
        for turn in range(12)
    ]
    steps = [lambda work, o=origin: allocate_demand(work, list(reversed(o.line_ids))) for origin in origins]
    with services.engine.connect() as connection:
        before = connection.execute(text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        deadlocks = before.scalar_one()
    answers = at_once(services, system, steps)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    with services.engine.connect() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        after = connection.execute(text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        assert after.scalar_one() == deadlocks
    assert promised(services, system, items[0]) == (12, 12)


def test_two_waves_over_the_same_promise_pick_it_once(services: Services, system: Actor) -> None:
    dock, (bolt,) = a_stocked_dock(services, system, items=1, qty=10)
    origin = services.units.run(system, lambda work: wanted(work, dock, [(bolt, 6)]))
    answers = at_once(
        services, system, [lambda work: release_wave(work, dock.place.id, origin_ids=[origin.origin_id])] * 4
    )
    refused = [answer for answer in answers if isinstance(answer, NothingToRelease)]
    assert len(refused) == 3
    assert promised(services, system, bolt) == (6, 6)


def test_the_same_pick_sent_five_times_at_once_counts_once(services: Services, system: Actor) -> None:
    dock, (bolt,) = a_stocked_dock(services, system, items=1, qty=10)

    def release(work: UnitOfWork) -> UUID:
        origin = wanted(work, dock, [(bolt, 6)])
        return release_wave(work, dock.place.id, origin_ids=[origin.origin_id]).task_ids[0]

    task_id = services.units.run(system, release)
    answers = at_once(
        services, system, [lambda work: confirm_picks(work, [Pick(task_id, Decimal(4), "bin empty")])] * 5
    )
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert promised(services, system, bolt) == (4, 4)


@pytest.mark.soak
def test_sixty_four_sessions_never_promise_more_than_there_is(services: Services, system: Actor) -> None:
    dock, items = a_stocked_dock(services, system, items=3, qty=50)
    origins = [
        services.units.run(system, lambda work: wanted(work, dock, [(item, 2) for item in items], allocate=False))
        for _ in range(64)
    ]
    for _ in range(2):
        steps = [lambda work, o=origin: allocate_demand(work, o.line_ids) for origin in origins]
        answers = at_once(services, system, steps)
        assert [answer for answer in answers if isinstance(answer, Exception)] == []
    for item_id in items:
        assert promised(services, system, item_id) == (50, 50)


def test_what_a_receipt_passed_by_is_found_by_the_sweep(services: Services, system: Actor) -> None:
    dock, (bolt,) = a_stocked_dock(services, system, items=1, qty=1)
    origin = services.units.run(system, lambda work: wanted(work, dock, [(bolt, 4)]))
    with services.units.begin(system) as holds:
        holds.execute(
            text("SELECT FROM inventory.demand_line WHERE id = :id FOR NO KEY UPDATE"), {"id": origin.line_ids[0]}
        )
        services.units.run(system, lambda work: put_stock(work, dock.place, bolt, 5))
    assert promised(services, system, bolt) == (1, 1)
    sweep_backorders(services)
    assert promised(services, system, bolt) == (4, 4)


def test_orders_join_a_wave_while_it_is_claimed_and_picked(services: Services, system: Actor) -> None:
    """Six sessions let orders join one wave, four pick it meanwhile: one walk, every promise kept once."""
    dock, items = a_stocked_dock(services, system, items=4, qty=100)

    def build(work: UnitOfWork) -> tuple[UUID, list[UUID], list[Wanted]]:
        first = wanted(work, dock, [(item, 2) for item in items])
        wave = release_wave(work, dock.place.id, origin_ids=[first.origin_id])
        late = [wanted(work, dock, [(item, 1) for item in items], number=f"SO-{n}") for n in range(6)]
        return wave.id, list(wave.task_ids), late

    wave_id, task_ids, late = services.units.run(system, build)
    steps: list[Callable[[UnitOfWork], object]] = [
        *(
            lambda work, o=origin: release_wave(
                work, dock.place.id, origin_ids=[o.origin_id], into_wave_id=wave_id
            ).number
            for origin in late
        ),
        *(lambda work, t=task_id: confirm_picks(work, [Pick(t, Decimal(2))]) for task_id in task_ids[:3]),
        lambda work: claim_pick(work, wave_id),
    ]
    answers = at_once(services, system, steps)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    with services.units.begin(system) as work:
        assert allocation_faults(work) == []
        walk = work.execute(
            text("""SELECT t.sequence, b.code FROM inventory.pick_task t JOIN inventory.bin b ON b.id = t.bin_id
                    WHERE t.wave_id = :wave AND t.status = 'open' ORDER BY t.sequence"""),
            {"wave": wave_id},
        ).all()
        assert len(walk) == 25  # one of the first four, and four of each of six
        assert len({row.sequence for row in walk}) == 25
