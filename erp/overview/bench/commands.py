"""``erp bench order-to-cash``: measure on a scratch database that is made for it and dropped after it."""

import resource
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

import click

from erp.kernel.assembly import Services
from erp.kernel.bulk import refresh_statistics
from erp.kernel.db import new_session
from erp.overview.bench.crew import orders_per_second
from erp.overview.bench.figures import Opener, tell
from erp.overview.bench.floor import Floor, make_floor, run_floor
from erp.overview.bench.order_to_cash import STEPS, Meter, run_cycle, run_in_one_commit
from erp.overview.bench.server_figures import ServerFigures
from erp.overview.bench.volume import Sample, traded_sample
from erp.overview.bench.world import World, make_world
from erp.overview.verify.run import verify_books

WARM_UP = 5
SIZES = (1, 5, 50, 500)
ROUNDS = 10  # cycle and floor take turns, so that a busy moment of the machine meets both
SAMPLED = 10


@dataclass(frozen=True)
class Race:
    """Seconds of the same orders: every step with a commit, all steps in one, and the floor."""

    steps: float
    one_commit: float
    floor: float


@click.command("order-to-cash")
@click.option("--orders", default=100, show_default=True, help="Orders to measure.")
@click.option("--lines", default=5, show_default=True, help="Lines an order.")
@click.option("--workers", default=1, show_default=True, help="Also measure so many processes at once.")
@click.option("--history", default=0, show_default=True, help="Also measure on so many times the orders as history.")
@click.option("--ship-lines", default=500, show_default=True, help="Also confirm a shipment of so many lines.")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
@click.pass_obj
def order_to_cash(
    opener: Opener, orders: int, lines: int, workers: int, history: int, ship_lines: int, as_json: bool
) -> None:
    """The whole cycle of an order, each step with its own commit, against the floor measured in the same run."""
    with opener.scratch("bench") as (services, admin_url):
        world = make_world(services, items=max(600, ship_lines, lines))
        server = ServerFigures(services, admin_url)
        floor = make_floor(services, admin_url)
        figures: dict[str, object] = {
            "lines": lines, "commits_per_order": len(STEPS),
            "statements_counted_by": "server" if server.counts_statements else "client (no pg_stat_statements)",
        }
        figures["statements"] = _statements(services, server, world)
        figures["ship_confirm_s"] = _ship(services, world, ship_lines)
        meter = Meter(services)
        _race(services, meter, floor, world, WARM_UP, lines)
        meter.forget()
        race = _race(services, meter, floor, world, orders, lines)
        figures |= _rates(race, orders) | _times(meter) | _rows(services, admin_url, world, lines)
        figures["wal_bytes_per_order"] = _log_written(services, server, world, min(orders, 20), lines)
        if workers > 1:
            figures |= _crew(services, world, workers, orders, lines)
        if history:
            figures |= _after_history(services, admin_url, meter, floor, world, orders, lines, history, race)
        figures["rss_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        figures["slowest_statements"] = server.slowest()
        with new_session(services.engine) as session:
            broken = sum(1 for finding in verify_books(session, services.bus) if finding.broken)
        figures["invariants_broken"] = broken
    tell(figures, as_json)
    raise SystemExit(1 if broken else 0)


def _statements(services: Services, server: ServerFigures, world: World) -> dict[str, dict[str, int]]:
    """Statements of each step by the size of the order; the first order of a size remembers its reference rows."""
    meter = Meter(services, server if server.counts_statements else None)
    counted = {}
    for size in SIZES:
        for _ in range(2):
            run_cycle(meter, world, WARM_UP + size, size)
        counted[str(size)] = dict(meter.statements)
    meter.close()
    return counted


def _ship(services: Services, world: World, lines: int) -> dict[str, float]:
    meter = Meter(services)
    for number in range(2):
        run_cycle(meter, world, number, lines)
    meter.close()
    return {str(lines): round(meter.seconds["confirm"][-1], 3)}


def _race(services: Services, meter: Meter, floor: Floor, world: World, orders: int, lines: int) -> Race:
    steps = one_commit = on_floor = 0.0
    for turn in range(ROUNDS):
        numbers = range(1000 + turn, 1000 + orders, ROUNDS)
        begun = perf_counter()
        for number in numbers:
            run_cycle(meter, world, number, lines)
        steps += perf_counter() - begun
        begun = perf_counter()
        for number in numbers:
            run_in_one_commit(services, world, number, lines)
        one_commit += perf_counter() - begun
        on_floor += run_floor(services, floor, len(numbers), lines, world.today)
    return Race(steps, one_commit, on_floor)


def _rates(race: Race, orders: int) -> dict[str, object]:
    return {
        "orders_per_s": round(orders / race.steps, 2),
        "orders_per_s_one_commit": round(orders / race.one_commit, 2),
        "floor_per_s": round(orders / race.floor, 2),
        "ratio": round(race.floor / race.steps, 3),
        "ratio_one_commit": round(race.floor / race.one_commit, 3),
    }


def _times(meter: Meter) -> dict[str, object]:
    return {
        "p50_ms": {step: round(1000 * median(meter.seconds[step]), 2) for step in STEPS},
        "p95_ms": {step: round(1000 * quantiles(meter.seconds[step], n=20)[-1], 2) for step in STEPS},
    }


def _rows(services: Services, admin_url: str, world: World, lines: int) -> dict[str, object]:
    """Rows that one order adds, by table, from the difference of the database before and after some orders."""
    with traded_sample(admin_url, world.today, lambda: _trade(services, world, lines)) as copier:
        sample: Sample = copier.sample
        rows = {table: sample.count(table) / SAMPLED for table in sample.rows if sample.rows[table]}
    return {"rows_per_order": round(sum(rows.values()), 1), "rows_by_table": rows}


def _trade(services: Services, world: World, lines: int) -> None:
    meter = Meter(services)
    for number in range(SAMPLED):
        run_cycle(meter, world, 1000 + number, lines)
    meter.close()


def _log_written(services: Services, server: ServerFigures, world: World, orders: int, lines: int) -> int:
    meter = Meter(services)
    before = server.wal_bytes()
    for number in range(orders):
        run_cycle(meter, world, 2000 + number, lines)
    meter.close()
    return round((server.wal_bytes() - before) / orders)


def _crew(services: Services, world: World, workers: int, orders: int, lines: int) -> dict[str, object]:
    alone = orders_per_second(services, world, workers=1, orders=orders, lines=lines)
    together = orders_per_second(services, world, workers=workers, orders=orders, lines=lines)
    return {
        "workers": workers,
        "orders_per_s_by_workers": {"1": round(alone, 2), str(workers): round(together, 2)},
        "workers_ratio": round(together / alone, 2),
    }


def _after_history(
    services: Services, admin_url: str, meter: Meter, floor: Floor, world: World, orders: int, lines: int,
    history: int, before: Race,
) -> dict[str, object]:
    """The same race on top of so many times the orders, spread over the year so far."""
    copies = history * orders // SAMPLED
    with traded_sample(admin_url, world.today, lambda: _trade(services, world, lines)) as copier:
        copier.write(copies, days=world.today.timetuple().tm_yday - 1)
    refresh_statistics(services)
    _race(services, meter, floor, world, WARM_UP, lines)
    after = _race(services, meter, floor, world, orders, lines)
    return {
        "history_orders": copies * SAMPLED,
        "orders_per_s_after_history": round(orders / after.steps, 2),
        "ratio_after_history": round(after.floor / after.steps, 3),
        "slower_percent_after_history": round(100 * (after.steps / after.floor * before.floor / before.steps - 1), 1),
    }
