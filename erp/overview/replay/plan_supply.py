"""What must be bought, week by week, so that the shelves never run empty: computed from the file alone.

The file knows neither suppliers nor costs. Each stock code has one supplier for good, and costs 55 to 65 % of its
usual price, a little more or less every six weeks; both follow from the code itself, so that every replay buys the
same. Goods for a week arrive on its first trading day, before anything is shipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from erp.overview.replay.survey import ItemSeen, Survey, bucket_of, week_of

SUPPLIERS = 24
COVERED_WEEKS = 4
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """So many pieces of one stock code, at a cost for one."""

    sku: str
    qty: int
    unit_cost: Decimal


@dataclass(frozen=True, slots=True)
class Supply:
    """One delivery of one supplier."""

    supplier: int
    on: date
    lines: tuple[SupplyLine, ...]

    @property
    def key(self) -> str:
        return f"supply {self.on} {self.supplier:02}"


@dataclass(frozen=True)
class SupplyPlan:
    """Every delivery by its day, and what each stock code has on its shelf at the end of each week."""

    by_day: Mapping[date, list[Supply]]
    closing: Mapping[tuple[str, date], int]


def plan_supply(found: Survey) -> SupplyPlan:
    """Look at every shelf each week: where it would not last the week, fill it up for four.

    Goods that come back count from the week after.
    """
    weeks = sorted({week_of(day) for day in found.days})
    first_day = {week_of(day): day for day in reversed(found.days)}
    bought: dict[date, dict[int, list[SupplyLine]]] = {}
    closing: dict[tuple[str, date], int] = {}
    for sku in sorted(found.items):
        item, there = found.items[sku], 0
        for number, week in enumerate(weeks):
            qty = _to_buy(item, weeks[number : number + COVERED_WEEKS], there)
            if qty:
                line = SupplyLine(sku, qty, unit_cost(sku, item, number))
                bought.setdefault(first_day[week], {}).setdefault(supplier_of(sku), []).append(line)
            there += qty - item.needed[week] + item.returned[week]
            closing[sku, week] = there
    by_day = {
        day: [Supply(supplier, day, tuple(lines)) for supplier, lines in sorted(of_day.items())]
        for day, of_day in sorted(bought.items())
    }
    return SupplyPlan(by_day, closing)


def opening_supply(found: Survey, plan: SupplyPlan, on: date) -> list[Supply]:
    """What must be on the shelves at the beginning of a day, for a replay that begins in the middle of the file."""
    week = week_of(on)
    before = week - timedelta(days=7)
    earlier = [last for last in sorted({week_of(day) for day in found.days}) if last <= before]
    weeks = sorted({week_of(day) for day in found.days})
    starts_week = not any(week_of(day) == week and day < on for day in found.days)
    by_supplier: dict[int, list[SupplyLine]] = {}
    for sku in sorted(found.items):
        item = found.items[sku]
        qty = plan.closing[sku, earlier[-1]] if earlier else 0
        if not starts_week:
            qty = max(qty, item.needed[week] + max(plan.closing[sku, week], 0))
        if qty > 0:
            line = SupplyLine(sku, qty, unit_cost(sku, item, weeks.index(week)))
            by_supplier.setdefault(supplier_of(sku), []).append(line)
    return [Supply(supplier, on, tuple(lines)) for supplier, lines in sorted(by_supplier.items())]


def supplier_of(sku: str) -> int:
    """The one supplier of a stock code."""
    return bucket_of(sku, SUPPLIERS)


def unit_cost(sku: str, item: ItemSeen, week_number: int) -> Decimal:
    """55 to 65 % of the usual price, moved by -2 to +2 % every six weeks; half up to the penny, at least one."""
    percent = 55 + bucket_of(sku, 11)
    drift = 98 + (bucket_of(sku, 5) + week_number // 6) % 5
    exact = Fraction(item.usual_price) * percent * drift / 10_000
    cost = (Decimal(exact.numerator) / exact.denominator).quantize(CENT, rounding=ROUND_HALF_UP)
    return max(cost, CENT)


def _to_buy(item: ItemSeen, coming: Sequence[date], there: int) -> int:
    if there >= item.needed[coming[0]]:
        return 0
    return sum(item.needed[week] for week in coming) - there
