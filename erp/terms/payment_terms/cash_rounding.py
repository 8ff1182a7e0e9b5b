"""Round what is to be paid to the smallest coin, as the company chose. Pure functions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from erp.kernel.money import ZERO, round_to_step
from erp.terms.payment_terms.arithmetic import Instalment

InstalmentsOf = Callable[[Decimal], Sequence[Instalment]]


def rounded_total(settings: Mapping[str, Any], total: Decimal) -> Decimal:
    """A document's total in whole steps; the total itself where the company rounds nothing."""
    step = Decimal(settings["cash_rounding_step_amount"])
    return round_to_step(total, step, str(settings["cash_rounding_direction"])) if step else total


def rounded_instalments(
    settings: Mapping[str, Any], total: Decimal, instalments_of: InstalmentsOf
) -> tuple[list[Instalment], Decimal]:
    """What is due when, and the difference to the document's total that rounding makes.

    Rounding: the total, which instalments then share, or each instalment, as the company chose. Of a total in
    whole steps the instalments need not be so.
    """
    if settings["cash_rounding_level"] == "instalment":
        parts = [replace(part, amount=rounded_total(settings, part.amount)) for part in instalments_of(total)]
        return parts, sum((part.amount for part in parts), ZERO) - total
    due = rounded_total(settings, total)
    return list(instalments_of(due)), due - total
