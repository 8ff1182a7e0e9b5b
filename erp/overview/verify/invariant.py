"""What an invariant is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """One statement about the books.

    ``population`` counts what was looked at. ``violations`` gives a row for everything that breaks the statement:
    ``what`` it is, what was ``expected`` and what was ``found``; no row means that the statement holds.
    """

    code: str
    area: str  # ledger, stock, cost, sales, receivables, payables, events
    title: str
    meaning: str  # what it means for the business when it does not hold
    population: str
    violations: str
