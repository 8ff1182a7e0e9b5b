"""``erp bench reports``: how long the figures that people wait for take on a large ledger, and that they are right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import Any

import click
from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.api import aging, income_statement, trial_balance
from erp.inventory.api import availability, stock_card, stock_value_on, value_by_item
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.overview.bench.figures import Opener, tell
from erp.overview.bench.past import Past, make_past

REPEATS = 5
_LEDGER = (
    "FROM finance.journal_line l JOIN finance.account a ON a.id = l.account_id WHERE l.company_id = :company "
)
_BALANCE = "SELECT sum(l.debit - l.credit) " + _LEDGER


@dataclass(frozen=True)
class Report:
    """One report, and the same figure added up from the bare lines."""

    name: str
    read: Callable[[Session], Decimal]
    raw: str


@click.command("reports")
@click.option("--lines", default=1_000_000, show_default=True, help="Journal lines and stock movements.")
@click.option("--items", default=10_000, show_default=True, help="Items with stock.")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
@click.pass_obj
def reports(opener: Opener, lines: int, items: int, as_json: bool) -> None:
    """Trial balance, income statement, aging, stock on hand, stock card, inventory value, each against its raw sum."""
    with opener.scratch("bench") as (services, admin_url):
        past = make_past(services, admin_url, journal_lines=lines, items=items, told=click.echo)
        measured = {report.name: measure(services, past, report) for report in reports_on(past)}
    wrong = [name for name, figures in measured.items() if not figures["equals_raw_sum"]]
    tell(
        {
            "journal_lines": past.journal_lines, "stock_movements": past.stock_movements, "items": items,
            "volume_seconds": past.seconds, "invariants_broken": past.invariants_broken, "reports": measured,
            "slowest_ms": max(figures["median_ms"] for figures in measured.values()),
        },
        as_json,
    )
    raise SystemExit(1 if wrong or past.invariants_broken else 0)


def measure(services: Services, past: Past, report: Report) -> dict[str, Any]:
    times = []
    with new_session(services.engine) as session:
        figure = report.read(session)
        for _ in range(REPEATS):
            begun = perf_counter()
            figure = report.read(session)
            times.append(1000 * (perf_counter() - begun))
        asked = _asked(past)
        begun = perf_counter()
        raw = session.scalar(text(report.raw), {name: asked[name] for name in asked if f":{name}" in report.raw})
        raw_ms = 1000 * (perf_counter() - begun)
    return {
        "median_ms": round(median(times), 1), "worst_ms": round(max(times), 1), "raw_ms": round(raw_ms, 1),
        "figure": str(figure), "equals_raw_sum": figure == (raw or Decimal(0)),
    }


def _asked(past: Past) -> dict[str, Any]:
    world = past.world
    return {
        "company": world.company_id, "today": world.today, "item": world.items[0],
        "year": world.today.replace(month=1, day=1), "earlier": world.today - timedelta(days=60),
    }


def reports_on(past: Past) -> list[Report]:
    world, asked = past.world, _asked(past)
    company, today, earlier = world.company_id, world.today, asked["earlier"]

    def stock_on_hand(session: Session) -> Decimal:
        found = availability(session, world.items, [world.warehouse_id])
        return sum((stock.qty_on_hand for stock in found.values()), Decimal(0))

    def card(session: Session) -> Decimal:
        rows = session.execute(stock_card(company, world.items[0], warehouse_ids=[world.warehouse_id])).all()
        return max(rows, key=lambda row: (row.occurred_on, row.id)).qty_after  # type: ignore[no-any-return]

    def value(session: Session) -> Decimal:
        return sum((row.value for row in session.execute(value_by_item(company, earlier))), Decimal(0))

    return [
        Report("trial balance", lambda session: trial_balance(session, company, today.replace(day=1), today).debit,
               "SELECT sum(debit) FROM finance.journal_line WHERE company_id = :company "
               "AND posted_on BETWEEN date_trunc('month', CAST(:today AS date)) AND :today"),
        Report("income statement", lambda session: income_statement(session, company, asked["year"], today).result,
               "SELECT -sum(l.debit - l.credit) " + _LEDGER + "AND a.kind IN ('income', 'expense') "
               "AND l.posted_on BETWEEN :year AND :today"),
        Report("aging",
               lambda session: sum((p.total for p in aging(session, company, "receivable", today)), Decimal(0)),
               _BALANCE + "AND a.control = 'receivable'"),
        Report("aging 60 days ago",
               lambda session: sum((p.total for p in aging(session, company, "receivable", earlier)), Decimal(0)),
               _BALANCE + "AND a.control = 'receivable' AND l.posted_on <= :earlier"),
        Report("stock on hand", stock_on_hand,
               "SELECT sum(qty) FROM inventory.stock_movement WHERE company_id = :company"),
        Report("stock card", card,
               "SELECT sum(qty) FROM inventory.stock_movement WHERE company_id = :company AND item_id = :item"),
        Report("inventory value 60 days ago", lambda session: stock_value_on(session, company, earlier),
               _BALANCE + "AND a.control = 'inventory' AND l.posted_on <= :earlier"),
        Report("inventory value 60 days ago by item", value,
               "SELECT sum(amount) FROM inventory.cost_entry WHERE company_id = :company AND occurred_on <= :earlier"),
    ]
