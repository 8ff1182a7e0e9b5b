"""What should come out of a replay, computed straight from the file by itself.

This script imports nothing of the product, on purpose: it reads the file with other code than the replay does, so
that a mistake in one shows against the other. It can also be run alone: ``python figures.py FILE``.

Rules it knows: an invoice number of digits only is a sale, with C a cancellation, with A an adjustment of bad debt
(a charge where positive, a credit where negative); a negative quantity on a plain number is a write-off of stock.
Customers pay invoices 30 days later, cash-sale customers (nobody named) on the day; credits are set off first.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

NOT_GOODS = {"POST", "DOT", "C2", "M", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK"}
CENT = Decimal("0.01")
TERM_DAYS = 30


@dataclass
class Figures:
    """Amounts exact as in the file; months as YYYY-MM; units by stock code without regard to case."""

    invoices: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sales: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    cancellations: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    credits: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    shipped: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    returned: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    written_off: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    write_offs: int = 0
    lines: int = 0
    receivables: Decimal = Decimal(0)
    rounded: list[tuple[int, str, str, Decimal]] = field(default_factory=list)  # line, invoice, month, difference


@dataclass(frozen=True)
class _Money:
    """One line's worth of what a customer owes (or is owed): exact, and to the penny."""

    on: date
    customer: str
    named: bool
    amount: Decimal


def compute_figures(path: str, first: date, last: date, refused: frozenset[str] = frozenset()) -> Figures:
    """The figures of the days from ``first`` to ``last``, leaving out the documents that were refused."""
    figures, owed = Figures(), []
    counted: set[str] = set()
    for number, row in enumerate(_rows(path), start=2):
        on = date.fromisoformat(row["InvoiceDate"][:10])
        invoice, month = row["Invoice"].upper(), row["InvoiceDate"][:7]
        if not first <= on <= last:
            continue
        qty, price = int(row["Quantity"]), Decimal(row["Price"])
        is_write_off = invoice.isdigit() and qty < 0
        if (f"write-off {invoice}" if is_write_off else invoice) in refused:
            continue
        figures.lines += 1
        sku = row["StockCode"].strip().upper()
        is_goods = sku not in NOT_GOODS and not sku.startswith("GIFT_")
        if is_write_off:
            figures.write_offs += 1
            figures.written_off[sku] -= qty
            continue
        exact = qty * price
        booked = exact.quantize(CENT, rounding=ROUND_HALF_UP)
        if exact != booked:
            figures.rounded.append((number, invoice, month, booked - exact))
        is_credit = invoice.startswith("C") or exact < 0
        if invoice not in counted:
            counted.add(invoice)
            (figures.cancellations if is_credit else figures.invoices)[month] += 1
        if is_credit:
            figures.credits[month] -= exact
        else:
            figures.sales[month] += exact
        if is_goods and is_credit:
            figures.returned[sku] -= qty
        elif is_goods:
            figures.shipped[sku] += qty
        customer = row["CustomerID"].strip()
        owed.append(_Money(on, customer or f"CASH {row['Country'].upper()}", bool(customer), booked))
    figures.receivables = _receivables(owed)
    return figures


def _rows(path: str) -> Iterator[dict[str, str]]:
    if path.endswith(".gz"):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    else:
        with open(path, encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _receivables(owed: list[_Money]) -> Decimal:
    """What is still owed in the end, less what customers have in credit.

    On every day with business a customer pays what is due by then, less the credits received and the payments made
    until then, if anything is left to pay.
    """
    due: dict[tuple[date, str], Decimal] = defaultdict(Decimal)
    credits: dict[tuple[date, str], Decimal] = defaultdict(Decimal)
    for money in owed:
        if money.amount < 0:
            credits[money.on, money.customer] -= money.amount
        else:
            due[money.on + timedelta(days=TERM_DAYS if money.named else 0), money.customer] += money.amount
    days = sorted({money.on for money in owed})
    coming = sorted(due.items())
    topay: dict[str, Decimal] = defaultdict(Decimal)
    paid, place = Decimal(0), 0
    for day in days:
        touched = set()
        for (on, customer), amount in [entry for entry in credits.items() if entry[0][0] == day]:
            topay[customer] -= amount
            del credits[on, customer]
        while place < len(coming) and coming[place][0][0] <= day:
            topay[coming[place][0][1]] += coming[place][1]
            touched.add(coming[place][0][1])
            place += 1
        for customer in touched:
            if topay[customer] > 0:
                paid += topay[customer]
                topay[customer] = Decimal(0)
    return sum((money.amount for money in owed), Decimal(0)) - paid


if __name__ == "__main__":
    result = compute_figures(sys.argv[1], date.min, date.max)
    json.dump(
        {
            "invoices": sum(result.invoices.values()),
            "cancellations": sum(result.cancellations.values()),
            "sales": {month: str(amount) for month, amount in sorted(result.sales.items())},
            "credits": {month: str(amount) for month, amount in sorted(result.credits.items())},
            "units_shipped": sum(result.shipped.values()),
            "units_returned": sum(result.returned.values()),
            "units_written_off": sum(result.written_off.values()),
            "receivables": str(result.receivables),
            "rounded": [(line, invoice, month, str(difference)) for line, invoice, month, difference in result.rounded],
        },
        sys.stdout,
        indent=1,
    )
    sys.stdout.write("\n")
