"""Check the invariants."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.kernel.events import Bus
from erp.overview.verify.cost import COST
from erp.overview.verify.events import EVENTS
from erp.overview.verify.invariant import Invariant
from erp.overview.verify.ledger import LEDGER
from erp.overview.verify.open_items import OPEN_ITEMS
from erp.overview.verify.sales import SALES
from erp.overview.verify.stock import STOCK

INVARIANTS: tuple[Invariant, ...] = (*LEDGER, *STOCK, *COST, *SALES, *OPEN_ITEMS, *EVENTS)
SHOWN = 20


@dataclass(frozen=True)
class Finding:
    """What came of one invariant: how much was looked at, how many break it, and the first of those."""

    invariant: Invariant
    population: int
    broken: int
    examples: Sequence[Row[Any]]
    seconds: float


def verify_books(
    session: Session, bus: Bus, *, told: Callable[[Finding], None] = lambda _finding: None
) -> list[Finding]:
    """Check every invariant in one consistent reading of the database, while others go on working.

    Effects: none; the session reads one snapshot.
    """
    session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    findings = []
    for invariant in INVARIANTS:
        finding = check_invariant(session, bus, invariant)
        findings.append(finding)
        told(finding)
    session.rollback()
    return findings


def check_invariant(session: Session, bus: Bus, invariant: Invariant) -> Finding:
    """Look at one invariant in the transaction the session is in."""
    begun = perf_counter()
    listeners = [(event, name) for event, when, name in bus.map() if when == "later"]
    parameters = {"events": [event for event, _ in listeners], "names": [name for _, name in listeners]}
    with_listeners = (
        "WITH later_listener AS MATERIALIZED (SELECT * FROM unnest(CAST(:events AS text[]), CAST(:names AS text[])) "
        "AS l(name, subscriber)) "
    )

    def run(sql: str) -> Sequence[Row[Any]]:
        if "later_listener" in sql:
            return session.execute(text(with_listeners + sql), parameters).all()
        return session.execute(text(sql)).all()

    population = run(invariant.population)[0][0]
    limited = f"SELECT * FROM ({invariant.violations}) AS violation LIMIT {SHOWN}"  # noqa: S608
    examples = run(limited)
    broken = len(examples)
    if broken == SHOWN:
        broken = run(f"SELECT count(*) FROM ({invariant.violations}) AS violation")[0][0]  # noqa: S608
    return Finding(invariant, population, broken, examples, perf_counter() - begun)
