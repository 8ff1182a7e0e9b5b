"""Suggest what a receipt was paid for: pure arithmetic over the debts of one account tree, bounded however many.

The best guess comes first: the invoices that the payer named, one debt of exactly the amount, several that come to it
exactly, and else the oldest as far as the money reaches.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.kernel.money import ZERO

MOST_SUMMED = 40  # debts that combinations are looked for among, the oldest due
MOST_PARTS = 8  # debts in one combination
MOST_STEPS = 20_000  # beginnings of a combination that are tried before it is given up
SERIAL_DIGITS = 4  # so many digits of a document's running number say which one it is


@dataclass(frozen=True)
class Debt:
    """Something owed; ``discount_amount`` may be kept back by whoever settles it in full now."""

    id: UUID
    number: str
    open_amount: Decimal
    discount_amount: Decimal
    due_on: date


@dataclass(frozen=True)
class Part:
    """So much money for a debt, with the discount taken on it."""

    debt_id: UUID
    amount: Decimal
    discount_amount: Decimal = ZERO


@dataclass(frozen=True)
class Suggestion:
    """What the money could be for; ``why``: named, exact, combination or oldest. ``left_amount`` stays unapplied."""

    why: str
    parts: tuple[Part, ...]
    left_amount: Decimal


def suggest(credit_amount: Decimal, reference: str, debts: Sequence[Debt]) -> list[Suggestion]:
    """Every way that makes sense to apply the money, the most likely first, none twice.

    A debt is settled at its open amount or, where terms still allow it, less its discount. Looking for combinations
    ends after a fixed number of steps, so that the answer always comes at once.
    """
    if credit_amount <= 0:
        return []
    owed = sorted((debt for debt in debts if debt.open_amount > 0), key=lambda debt: (debt.due_on, debt.number))
    ways = [
        ("named", _named(credit_amount, reference, owed)),
        ("exact", _exact(credit_amount, owed)),
        ("combination", _combination(credit_amount, owed[:MOST_SUMMED])),
        ("oldest", _as_far_as_it_reaches(credit_amount, owed)),
    ]
    found: list[Suggestion] = []
    for why, parts in ways:
        if parts and not any(set(parts) == set(other.parts) for other in found):
            found.append(Suggestion(why, parts, credit_amount - sum((part.amount for part in parts), ZERO)))
    return found


def is_named(number: str, reference: str) -> bool:
    """Whether a document's number stands in what the payer wrote: whole, whatever the signs between, or its serial."""
    written, wanted = _squeezed(reference), _squeezed(number)
    if wanted and re.search(rf"{re.escape(wanted)}(?!\d)", written):
        return True
    serial = re.search(r"\d+$", number)
    if serial is None or len(serial[0]) < SERIAL_DIGITS:
        return False
    return serial[0] in re.findall(r"\d+", reference)


def _squeezed(words: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", words.upper())


def _named(credit: Decimal, reference: str, owed: Sequence[Debt]) -> tuple[Part, ...]:
    named = [debt for debt in owed if is_named(debt.number, reference)]
    if sum((debt.open_amount for debt in named), ZERO) == credit:
        return tuple(Part(debt.id, debt.open_amount) for debt in named)
    return _as_far_as_it_reaches(credit, named)


def _exact(credit: Decimal, owed: Sequence[Debt]) -> tuple[Part, ...]:
    for debt in owed:
        if debt.open_amount == credit:
            return (Part(debt.id, credit),)
    for debt in owed:
        if debt.discount_amount and debt.open_amount - debt.discount_amount == credit:
            return (Part(debt.id, credit, debt.discount_amount),)
    return ()


def _combination(credit: Decimal, owed: Sequence[Debt]) -> tuple[Part, ...]:
    """The fewest debts that come to the amount exactly; of equally many those due first."""
    ways = [(place, part) for place, debt in enumerate(owed) for part in _ways_to_settle(debt)]
    starts = [next((at for at, way in enumerate(ways) if way[0] > place), len(ways)) for place in range(len(owed))]
    last_by_amount: dict[Decimal, list[tuple[int, Part]]] = {}
    for place, part in ways:
        last_by_amount.setdefault(part.amount, []).append((place, part))
    steps = iter(range(MOST_STEPS))

    def sum_up(left: Decimal, after: int, size: int) -> tuple[Part, ...]:
        if size == 1:
            return next(((part,) for place, part in last_by_amount.get(left, ()) if place > after), ())
        for place, part in ways[starts[after] if after >= 0 else 0 :]:
            if part.amount >= left:
                continue
            if next(steps, None) is None:
                return ()
            others = sum_up(left - part.amount, place, size - 1)
            if others:
                return (part, *others)
        return ()

    for size in range(2, min(MOST_PARTS, len(owed)) + 1):
        found = sum_up(credit, -1, size)
        if found:
            return found
    return ()


def _ways_to_settle(debt: Debt) -> list[Part]:
    whole = [Part(debt.id, debt.open_amount)]
    if debt.discount_amount:
        whole.append(Part(debt.id, debt.open_amount - debt.discount_amount, debt.discount_amount))
    return whole


def _as_far_as_it_reaches(credit: Decimal, owed: Sequence[Debt]) -> tuple[Part, ...]:
    """The oldest due first, each with the discount it allows; the last one in part, without any."""
    left, parts = credit, []
    for debt in owed:
        if left <= 0:
            break
        needed = debt.open_amount - debt.discount_amount
        if left >= needed:
            parts.append(Part(debt.id, needed, debt.discount_amount))
            left -= needed
        else:
            parts.append(Part(debt.id, left))
            left = ZERO
    return tuple(parts)
