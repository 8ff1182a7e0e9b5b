"""Look through the file once: who buys, what is sold, at which prices, and how much of it each week."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from statistics import median_low
from zlib import crc32

from erp.overview.replay.read_file import FileDay, FileLine


@dataclass
class ItemSeen:
    """One stock code: its texts and its prices, each with how often it was seen, and its quantities by week.

    ``needed`` is what leaves the warehouse in a week (sales and write-offs), ``returned`` what comes back in it.
    """

    texts: Counter[str] = field(default_factory=Counter)
    prices: Counter[Decimal] = field(default_factory=Counter)
    needed: Counter[date] = field(default_factory=Counter)
    returned: Counter[date] = field(default_factory=Counter)

    @property
    def description(self) -> str:
        """The text seen most often, the alphabet deciding between equals."""
        named = [(-seen, text) for text, seen in self.texts.items() if text]
        return min(named)[1] if named else ""

    @property
    def usual_price(self) -> Decimal:
        """The median of the prices above zero; one pound where the file never names any."""
        positive = sorted(price for price in self.prices.elements() if price > 0)
        return median_low(positive) if positive else Decimal(1)


@dataclass
class Survey:
    """What the whole file holds."""

    items: dict[str, ItemSeen] = field(default_factory=lambda: defaultdict(ItemSeen))
    customers: dict[str, str] = field(default_factory=dict)  # code -> the country seen first
    countries: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # code -> all, as seen
    days: list[date] = field(default_factory=list)
    lines: int = 0


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def bucket_of(text: str, buckets: int) -> int:
    """A number below ``buckets`` that a text always falls on, whatever the machine."""
    return crc32(text.encode()) % buckets


def survey(days: Iterable[FileDay]) -> Survey:
    """Count everything once, keeping no lines."""
    found = Survey()
    for day in days:
        found.days.append(day.on)
        week = week_of(day.on)
        for document in day.documents:
            for line in document.lines:
                found.lines += 1
                _count_customer(found, line)
                if line.charge_kind is None:
                    _count_item(found.items[line.sku], line, document.kind, week)
    return found


def _count_customer(found: Survey, line: FileLine) -> None:
    code = line.customer_code
    found.customers.setdefault(code, line.country)
    if line.country not in found.countries[code]:
        found.countries[code].append(line.country)


def _count_item(item: ItemSeen, line: FileLine, kind: str, week: date) -> None:
    if kind == "sale":
        item.texts[line.description] += 1
        item.prices[line.price] += 1
        item.needed[week] += line.qty
    elif kind == "write_off":
        item.texts.setdefault("", 0)
        item.needed[week] -= line.qty
    elif kind == "cancellation":
        item.texts[line.description] += 0
        item.returned[week] -= line.qty
