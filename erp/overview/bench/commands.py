"""``erp bench``: measure on a scratch database that is made for it and dropped after it."""

import json
from contextlib import AbstractContextManager
from statistics import median, quantiles
from typing import Protocol

import click

from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.overview.bench.floor import make_floor, run_floor
from erp.overview.bench.order_to_cash import STEPS, Meter, run_cycle
from erp.overview.bench.world import make_world
from erp.overview.verify.run import verify_books

WARM_UP = 5
SIZES = (1, 5, 50, 500)


class Opener(Protocol):
    """What the command line hands to a benchmark: services on a scratch database, and its owner's address."""

    def scratch(self, purpose: str) -> AbstractContextManager[tuple[Services, str]]: ...


@click.command("order-to-cash")
@click.option("--orders", default=100, show_default=True, help="Orders to measure.")
@click.option("--lines", default=5, show_default=True, help="Lines an order.")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
@click.pass_obj
def order_to_cash(opener: Opener, orders: int, lines: int, as_json: bool) -> None:
    """The whole cycle of an order, each step with its own commit, against the floor measured in the same run."""
    with opener.scratch("bench") as (services, admin_url):
        world = make_world(services)
        meter = Meter(services)
        for number in range(WARM_UP):
            run_cycle(meter, world, number, lines)
        statements = {}
        for size in SIZES:
            run_cycle(meter, world, WARM_UP + size, size)
            statements[size] = dict(meter.statements)
        meter.forget()
        for number in range(orders):
            run_cycle(meter, world, 1000 + number, lines)
        seconds = sum(sum(times) for times in meter.seconds.values())
        floor = make_floor(services, admin_url)
        run_floor(services, floor, WARM_UP, lines, world.today)
        floor_seconds = run_floor(services, floor, orders, lines, world.today)
        with new_session(services.engine) as session:
            broken = sum(1 for finding in verify_books(session, services.bus) if finding.broken)
    figures = {
        "orders_per_s": round(orders / seconds, 2),
        "floor_per_s": round(orders / floor_seconds, 2),
        "ratio": round(floor_seconds / seconds, 3),
        "commits_per_order": len(STEPS),
        "lines": lines,
        "statements": {str(size): counts for size, counts in statements.items()},
        "p50_ms": {step: round(1000 * median(meter.seconds[step]), 2) for step in STEPS},
        "p95_ms": {step: round(1000 * quantiles(meter.seconds[step], n=20)[-1], 2) for step in STEPS},
        "invariants_broken": broken,
    }
    _print(figures)
    if as_json:
        click.echo(json.dumps(figures))
    raise SystemExit(1 if broken else 0)


def _print(figures: dict[str, object]) -> None:
    for name, value in figures.items():
        if isinstance(value, dict):
            click.echo(f"{name}:")
            for key, entry in value.items():
                click.echo(f"  {key:<10} {entry}")
        else:
            click.echo(f"{name}: {value}")
