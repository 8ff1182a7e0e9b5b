"""A year of trade made up for drills, in the columns that `erp replay online-retail` reads: the same for one seed."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

_HEADING = ("Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "CustomerID", "Country")
_FIRST = date(2011, 1, 5)
_GOODS = [(f"{20_000 + number * 7}", f"DRILL ITEM {number}", f"{1 + number * 0.37:.2f}") for number in range(14)]
_CUSTOMERS = [str(12_300 + number) for number in range(8)]
_SALES_A_DAY = 6


@dataclass(frozen=True)
class _Sold:
    customer: str
    sku: str
    name: str
    qty: int
    price: str


def days_of_trade(days: int) -> list[date]:
    """The days on which something happens: far enough apart for customers to pay, and for months to close."""
    return [_FIRST + timedelta(days=3 * number) for number in range(days)]


def write_trade(path: Path, days: int, seed: int) -> int:
    """Write so many days of sales, cancellations and write-offs; the number of documents in them."""
    chance = random.Random(seed)  # noqa: S311 - made-up trade
    invoice, documents = 500_000, 0
    sold: list[_Sold] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(_HEADING)
        for number, on in enumerate(days_of_trade(days)):
            for turn in range(_SALES_A_DAY):
                invoice, customer, at = invoice + 1, chance.choice(_CUSTOMERS), f"{on} {9 + turn:02}:00:00"
                for sku, name, price in chance.sample(_GOODS, chance.randint(1, 5)):
                    qty = chance.randint(1, 24)
                    sold.append(_Sold(customer, sku, name, qty, price))
                    rows.writerow((invoice, sku, name, qty, at, price, customer, "United Kingdom"))
                documents += 1
            invoice += 1
            if number % 2:
                back = sold.pop(chance.randrange(len(sold)))
                rows.writerow((f"C{invoice}", back.sku, back.name, -back.qty, f"{on} 16:00:00", back.price,
                               back.customer, "United Kingdom"))
            else:
                sku, name, _ = chance.choice(_GOODS)
                rows.writerow((invoice, sku, "damaged", -1, f"{on} 16:00:00", "0", "", "United Kingdom"))
            documents += 1
    return documents
