"""Read the file's lines as what they are: sales, cancellations, write-offs, bad debt; goods or charges.

Source: the columns of the UCI data sets Online Retail and Online Retail II: Invoice, StockCode, Description,
Quantity, InvoiceDate, Price, CustomerID, Country.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from typing import TextIO

COLUMNS = ("Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "CustomerID", "Country")
CHARGES = {
    "POST": "freight",
    "DOT": "freight",
    "C2": "freight",
    "M": "other",
    "D": "other",
    "S": "other",
    "B": "other",
    "BANK CHARGES": "fee",
    "AMAZONFEE": "fee",
    "CRUK": "fee",
}
NAMES = {
    "POST": "Postage",
    "DOT": "Postage, web shop",
    "C2": "Carriage",
    "M": "Manual",
    "D": "Discount",
    "S": "Samples",
    "B": "Adjust bad debt",
    "BANK CHARGES": "Bank charges",
    "AMAZONFEE": "Marketplace fee",
    "CRUK": "Charity commission",
}
VOUCHER = "GIFT_"


class NotReadable(ValueError):
    """The file is not what the replay can read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of the file, cleaned of blanks and of the case of its stock code.

    ``number`` is its line in the file, the heading being line 1.
    """

    number: int
    invoice: str
    sku: str
    description: str
    qty: int
    on: date
    price: Decimal
    customer: str
    country: str

    @property
    def charge_kind(self) -> str | None:
        """What kind of charge the line is; None for goods."""
        return "other" if self.sku.startswith(VOUCHER) else CHARGES.get(self.sku)

    @property
    def charge_name(self) -> str:
        """What a charge is called on an invoice."""
        return NAMES.get(self.sku) or self.description or self.sku

    @property
    def customer_code(self) -> str:
        """The customer, or the cash-sale customer of the country where nobody is named."""
        return self.customer or f"CASH {self.country.upper()}"


@dataclass(frozen=True, slots=True)
class FileDocument:
    """All lines of one invoice number: ``sale``, ``cancellation``, ``write_off`` or ``bad_debt``."""

    kind: str
    number: str
    on: date
    lines: tuple[FileLine, ...]

    @property
    def key(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def customer_code(self) -> str:
        return self.lines[0].customer_code

    @property
    def goods(self) -> tuple[FileLine, ...]:
        return tuple(line for line in self.lines if line.charge_kind is None)

    @property
    def charges(self) -> tuple[FileLine, ...]:
        return tuple(line for line in self.lines if line.charge_kind is not None)


@dataclass(frozen=True, slots=True)
class FileDay:
    """Everything the file knows of one day, in its order."""

    on: date
    documents: tuple[FileDocument, ...]

    def of(self, *kinds: str) -> list[FileDocument]:
        return [document for document in self.documents if document.kind in kinds]


def read_lines(path: Path) -> Iterator[FileLine]:
    """Every line in the order of the file. Raises: NotReadable naming the line."""
    with _open(path) as file:
        rows = csv.reader(file)
        heading = next(rows, None)
        if heading is None or tuple(heading) != COLUMNS:
            raise NotReadable(f"{path.name}: the first line must name the columns {', '.join(COLUMNS)}.")
        for number, row in enumerate(rows, start=2):
            try:
                yield _line(number, row)
            except (ValueError, InvalidOperation, IndexError) as error:
                raise NotReadable(f"{path.name}, line {number}: {error}") from error


def read_days(path: Path) -> Iterator[FileDay]:
    """The file day by day, never holding more than one day.

    Raises: NotReadable where days are not in ascending order.
    """
    last: date | None = None
    for on, lines in groupby(read_lines(path), key=lambda line: line.on):
        if last is not None and on < last:
            raise NotReadable(f"{path.name}: {on} follows {last}. Sort the file by InvoiceDate.")
        last = on
        yield FileDay(on, tuple(_documents(on, lines)))


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _line(number: int, row: list[str]) -> FileLine:
    invoice, sku, description, qty, instant, price, customer, country = row
    return FileLine(
        number=number,
        invoice=invoice.strip().upper(),
        sku=sku.strip().upper(),
        description=" ".join(description.split()),
        qty=int(qty),
        on=date.fromisoformat(instant[:10]),
        price=Decimal(price),
        customer=customer.strip(),
        country=country.strip(),
    )


def _documents(on: date, lines: Iterator[FileLine]) -> Iterator[FileDocument]:
    by_invoice: dict[str, list[FileLine]] = {}
    for line in lines:
        by_invoice.setdefault(line.invoice, []).append(line)
    for number, found in by_invoice.items():
        lost = [line for line in found if line.qty < 0 and _is_plain(number)]
        rest = [line for line in found if line not in lost] if lost else found
        if rest:
            yield FileDocument(_kind(number), number, on, tuple(rest))
        if lost:
            yield FileDocument("write_off", number, on, tuple(lost))


def _is_plain(number: str) -> bool:
    return number[:1] not in ("C", "A")


def _kind(number: str) -> str:
    return {"C": "cancellation", "A": "bad_debt"}.get(number[:1], "sale")
