"""What a payment term makes of an invoice: when how much is due, and what paying early saves.

Pure functions of the facts; nothing is read.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from erp.kernel.errors import Refused
from erp.kernel.money import ZERO, round_amount

PORTIONS = ("percent", "percent_of_rest", "fixed", "net", "tax", "remainder")


@dataclass(frozen=True)
class TermLine:
    """One instalment of a term: a part of the total, a fixed amount, or what the goods (net) or the tax come to.

    The due date is the invoice date plus ``add_months``, then moved to ``set_day`` of that month where given, then
    plus ``add_days``; then, ``end_of_month``, to that month's last day, and from there to day ``next_month_day`` of
    the following month where given. A day that a month lacks is its last.
    """

    portion: str
    value: Decimal = ZERO  # percent, or the fixed amount
    add_months: int = 0
    set_day: int | None = None
    add_days: int = 0
    end_of_month: bool = False
    next_month_day: int | None = None
    discount_percent: Decimal = ZERO
    discount_days: int = 0


@dataclass(frozen=True)
class PaymentTermFacts:
    """A payment term. ``discount_basis`` says whether the early-payment discount is taken of tax too."""

    id: UUID
    code: str
    name: str
    lines: tuple[TermLine, ...]
    discount_basis: str = "total"


@dataclass(frozen=True)
class Instalment:
    """What is due on a day, and what may be kept back by paying not later than ``discount_until``."""

    due_on: date
    amount: Decimal
    discount_until: date | None = None
    discount_amount: Decimal = ZERO


def due_dates(
    term: PaymentTermFacts, invoiced_on: date, amount: Decimal, minor_units: int = 2, tax_amount: Decimal = ZERO
) -> list[Instalment]:
    """Cut an invoice into its instalments; they add up to the invoice exactly.

    Units: ``amount`` is the invoice's total, ``tax_amount`` the tax in it; a credit memo's are negative.
    Rounding: every instalment and discount half up; the last instalment takes whatever the others leave.
    """
    rest, instalments = amount, []
    taxed = tax_amount if term.discount_basis == "net" else ZERO
    for position, line in enumerate(term.lines, start=1):
        share = rest if position == len(term.lines) else _share(line, amount, rest, minor_units, tax_amount)
        rest -= share
        discount, until = ZERO, None
        if line.discount_percent:
            base = share - (taxed * share / amount if amount else ZERO)
            discount = round_amount(base * line.discount_percent / 100, minor_units)
            until = invoiced_on + timedelta(days=line.discount_days)
        instalments.append(Instalment(due_on(line, invoiced_on), share, until, discount))
    return instalments


def due_on(line: TermLine, invoiced_on: date) -> date:
    """The day on which an instalment is due."""
    day = _month_later(invoiced_on, line.add_months, line.set_day or invoiced_on.day)
    day += timedelta(days=line.add_days)
    if line.end_of_month:
        day = _month_later(day, 0, 31)
        if line.next_month_day:
            day = _month_later(day, 1, line.next_month_day)
    return day


def check_term_lines(lines: Sequence[TermLine]) -> None:
    """Refuse instalments that do not account for the whole invoice.

    Raises: Refused unless the last takes the remainder or the percentages total 100.
    """
    if not lines:
        raise Refused("A payment term needs at least one instalment.", field="lines-0-portion")
    for index, line in enumerate(lines):
        if line.portion not in PORTIONS:
            raise Refused(
                "%(portion)r is no kind of instalment.",
                field=f"lines-{index}-portion", portion=line.portion,
            )
        if line.portion == "remainder" and index != len(lines) - 1:
            raise Refused("Only the last instalment takes the remainder.", field=f"lines-{index}-portion")
        if line.portion in ("percent", "percent_of_rest") and not 0 < line.value <= 100:
            raise Refused("Write a percentage above 0, up to 100.", field=f"lines-{index}-value")
        if line.portion == "fixed" and line.value <= 0:
            raise Refused("Write an amount above zero.", field=f"lines-{index}-value")
        if not 0 <= line.discount_percent < 100:
            raise Refused("A discount lies between 0 and 100 percent.", field=f"lines-{index}-discount_percent")
    total = sum((line.value for line in lines if line.portion == "percent"), ZERO)
    apart = sorted(line.portion for line in lines if line.portion in ("net", "tax"))
    if apart == ["net", "tax"] and len(lines) == 2:
        return
    if apart and (apart not in (["net"], ["tax"]) or lines[-1].portion != "remainder"):
        raise Refused(
            "Goods and tax are paid apart in two instalments, or one of them beside others of which the last takes "
            "the remainder.",
            field=f"lines-{len(lines) - 1}-portion",
        )
    if lines[-1].portion != "remainder" and total != 100:
        raise Refused(
            "The instalments come to %(normalize)s percent. Let the percentages total 100, or let the last instalment "
            "take the remainder.",
            field=f"lines-{len(lines) - 1}-value", normalize=f"{total.normalize():f}",
        )


def _share(line: TermLine, amount: Decimal, rest: Decimal, minor_units: int, tax_amount: Decimal) -> Decimal:
    if line.portion in ("net", "tax"):
        return tax_amount if line.portion == "tax" else amount - tax_amount
    if line.portion == "fixed":
        return line.value.copy_sign(amount)
    whole = rest if line.portion == "percent_of_rest" else amount
    return round_amount(whole * line.value / 100, minor_units)


def _month_later(day: date, months: int, wanted_day: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(wanted_day, calendar.monthrange(year, month)[1]))
