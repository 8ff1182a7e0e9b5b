"""What a replay says at its end: the file beside the books, what was refused, and whether every invariant holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.marks import marks_of
from erp.organization.api import company_by_code
from erp.overview.replay.compare import Comparison, Cost, compare, cost_of_goods, differences
from erp.overview.replay.crew import Assignment
from erp.overview.replay.figures import compute_figures
from erp.overview.verify.run import Finding, verify_books


@dataclass(frozen=True)
class Report:
    """Everything told at the end, over all the days replayed so far."""

    first: date
    last: date
    workers: int
    seconds: float
    comparisons: Sequence[Comparison]
    rounded: Sequence[tuple[int, str, str, Decimal]]  # line of the file, invoice, month, booked less exact
    cost: Cost
    refusals: Sequence[str]
    findings: Sequence[Finding]

    @property
    def different(self) -> list[Comparison]:
        return differences(self.comparisons)

    @property
    def broken(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.broken]

    @property
    def holds(self) -> bool:
        """Whether every figure agrees or is explained, and no invariant is broken."""
        return not self.different and not self.broken


def make_report(
    services: Services, assignment: Assignment, file: Path, *, workers: int, seconds: float
) -> Report:
    """Compare, and check the books, over every day that was replayed."""
    with new_session(services.engine) as session:
        marks = marks_of(session, assignment.source)
        days = sorted(date.fromisoformat(mark.removeprefix("day ")) for mark in marks if mark.startswith("day "))
        refusals = sorted(mark.removeprefix("refused ") for mark in marks if mark.startswith("refused "))
        company_id = company_by_code(session, assignment.company_code).id
        figures = compute_figures(str(file), days[0], days[-1], frozenset(map(_known_as, refusals)))
        comparisons = compare(session, company_id, figures, days[0], days[-1])
        cost = cost_of_goods(session, company_id, days[0], days[-1])
    with new_session(services.engine) as session:
        findings = verify_books(session, services.bus)
    return Report(
        days[0], days[-1], workers, seconds, comparisons, figures.rounded, cost, refusals, findings
    )


def _known_as(key: str) -> str:
    """A refused document by the name the independent figures know it under."""
    kind, _, number = key.partition(" ")
    return f"write-off {number}" if kind == "write_off" else number


def report_lines(report: Report, refused: Path) -> Iterator[str]:
    """The report to read."""
    yield f"\n{'figure':<48}{'file':>18}{'books':>18}{'difference':>14}"
    for comparison in report.comparisons:
        note = f"  ({comparison.explanation})" if comparison.explanation else ""
        yield (
            f"{comparison.name:<48}{_readable(comparison.file):>18}{_readable(comparison.books):>18}"
            f"{_readable(comparison.difference):>14}{note}{'' if comparison.agrees else '  <-- differs'}"
        )
    for line, invoice, _, difference in report.rounded:
        yield f"rounded: line {line}, invoice {invoice}, by {_readable(difference)}"
    yield (
        f"cost of goods shipped {_readable(report.cost.sold)}, come back {_readable(report.cost.returned)}, "
        f"on hand {_readable(report.cost.on_hand)}"
    )
    if report.workers > 1:
        yield "(with several workers these costs depend on the order in which goods left the shelf)"
    if report.refusals:
        yield f"{len(report.refusals)} documents were refused; see {refused}. The file's figures leave them out."
    yield f"Replayed in {report.seconds / 60:.1f} minutes with {report.workers} worker(s)."
    for finding in report.broken:
        yield f"BROKEN {finding.invariant.title}: {finding.broken} times"
    yield (
        f"{len(report.comparisons)} figures compared, {len(report.different)} differ; "
        f"{len(report.findings)} invariants checked, {len(report.broken)} broken."
    )


def report_figures(report: Report) -> dict[str, Any]:
    """The report as figures for a program."""
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "workers": report.workers,
        "seconds": round(report.seconds, 1),
        "refused": len(report.refusals),
        "compared": len(report.comparisons),
        "different": len(report.different),
        "figures": {c.name: {"file": _plain(c.file), "books": _plain(c.books)} for c in report.comparisons},
        "rounded": [{"line": n, "invoice": i, "difference": _plain(d)} for n, i, _, d in report.rounded],
        "cost": {"sold": _plain(report.cost.sold), "returned": _plain(report.cost.returned),
                 "on_hand": _plain(report.cost.on_hand)},
        "verify": {"checked": len(report.findings), "broken": len(report.broken)},
    }  # fmt: skip


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _readable(value: Decimal) -> str:
    """With thousands, and no zeros that say nothing; money keeps its pennies."""
    exact = value.normalize()
    places = max(-int(exact.as_tuple().exponent), 0)
    return f"{exact:,.{places if places in (0, 3) else 2}f}"
