"""A company with a past: the volume on which reports, pages and the close are measured."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import ceil
from time import perf_counter

from sqlalchemy import text

from erp.finance.api import seal_ledger
from erp.kernel.assembly import Services
from erp.kernel.bulk import refresh_statistics
from erp.kernel.db import new_session
from erp.overview.bench.order_to_cash import Meter, run_cycle
from erp.overview.bench.volume import traded_sample
from erp.overview.bench.world import World, make_world
from erp.overview.verify.run import verify_books

ORDERS, LINES, FAMILIES = 20, 30, 10  # of a sample: every fifth order stays unpaid


@dataclass(frozen=True)
class Past:
    """What there is, how long it took to write, and what ``erp verify`` says of it."""

    world: World
    journal_lines: int
    stock_movements: int
    seconds: float
    invariants_broken: list[str]


def make_past(
    services: Services, admin_url: str, *, journal_lines: int, items: int, days: int | None = None,
    opened_on: date | None = None, told: Callable[[str], None] = lambda _text: None,
) -> Past:
    """Trade some orders, write them again until the ledgers have so many lines, seal and verify.

    The copies are spread over ``days`` before today; without, over the year so far.
    """
    begun = perf_counter()
    world = make_world(services, items=items, families=FAMILIES, opened_on=opened_on)
    _trade(services, world)  # rows that come to exist with the first order of a customer or an item
    days = world.today.timetuple().tm_yday - 1 if days is None else days
    with traded_sample(admin_url, world.today, lambda: _trade(services, world)) as copier:
        wanted = max(
            ceil(journal_lines / copier.sample.count("finance.journal_line")),
            ceil(journal_lines / copier.sample.count("inventory.stock_movement")),
        )
        copier.write(wanted, days=days, report=lambda done: told(f"{done} of {wanted} samples written"))
    refresh_statistics(services)
    told("sealing the ledger")
    seal_ledger(services)
    refresh_statistics(services)
    told("verifying")
    with new_session(services.engine) as session:
        broken = [f.invariant.code for f in verify_books(session, services.bus) if f.broken]
    with new_session(services.engine) as session:
        lines = session.scalar(text("SELECT count(*) FROM finance.journal_line")) or 0
        movements = session.scalar(text("SELECT count(*) FROM inventory.stock_movement")) or 0
    return Past(world, lines, movements, round(perf_counter() - begun, 1), broken)


def _trade(services: Services, world: World) -> None:
    meter = Meter(services)
    for number in range(ORDERS):
        run_cycle(meter, world, number, LINES, paid=bool(number % 5))
    meter.close()
