"""A list as a file: exactly what is shown, figures as figures and dates as dates, and no more memory for more rows."""

import csv
import gc
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from openpyxl import load_workbook
from sqlalchemy import Date, DateTime, Integer, Numeric, Select, Text, column, literal, select, text

from erp.kernel.assembly import Services
from erp.web.listing import Column
from erp.web.spreadsheet import spreadsheet

ROWS = 100_000
MIDNIGHT = datetime.fromisoformat("2026-03-16T00:00")  # a workbook knows no zones
LATE = datetime.fromisoformat("2026-03-16T23:30")
PROCESS = Path("/proc/self")
MOST_GROWTH = 24 * 1024 * 1024

COLUMNS = (
    Column("number", "Order"),
    Column("ordered_on", "Ordered", kind="day"),
    Column("entered_at", "Entered", kind="moment"),
    Column("customer_name", "Customer"),
    Column("total_amount", "Total", kind="amount", currency="currency"),
    Column("qty", "Quantity", kind="quantity"),
    Column("unit_price", "Price", kind="unit_price"),
    Column("discount", "Discount", kind="percent"),
    Column("decision", "Decision", kind="status"),
)


def orders(count: int) -> Select[Any]:
    """As many rows as asked for, made by the server."""
    numbers = text("SELECT n FROM generate_series(1, :count) n").bindparams(count=count)
    n = numbers.columns(column("n", Integer)).subquery().c.n
    return select(
        ("SO-" + n.cast(Text)).label("number"), literal(date(2026, 3, 16), Date).label("ordered_on"),
        literal(datetime(2026, 3, 16, 23, 30, tzinfo=UTC), DateTime(timezone=True)).label("entered_at"),
        ("=HYPERLINK(" + n.cast(Text) + ")").label("customer_name"),
        (n * literal(Decimal("-1.25"), Numeric)).label("total_amount"), literal("JPY", Text).label("currency"),
        literal(Decimal("2.500000"), Numeric).label("qty"), literal(Decimal("0.125000"), Numeric).label("unit_price"),
        literal(Decimal("12.5"), Numeric).label("discount"), literal("partly_shipped", Text).label("decision"),
    ).order_by(n)  # fmt: skip


def memory(line: str) -> int:
    """``VmRSS``: what the process holds now; ``VmHWM``: the most it has held since that was last forgotten."""
    told = (PROCESS / "status").read_text().partition(f"{line}:")[2].split()[0]
    return int(told) * 1024


def growth(step: Callable[[], None]) -> int:
    """By how much the process grew at most while it took a step."""
    gc.collect()
    (PROCESS / "clear_refs").write_text("5")
    before = memory("VmRSS")
    step()
    return memory("VmHWM") - before


def file_of(app: Flask, services: Services, kind: str, count: int) -> Response:
    with app.test_request_context(f"/?format={kind}"):
        return spreadsheet(orders(count), COLUMNS, "orders")


def test_a_workbook_holds_figures_dates_and_texts(app: Flask, services: Services) -> None:
    answer = file_of(app, services, "xlsx", 3)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="orders.xlsx"'
    sheet = load_workbook(io.BytesIO(b"".join(answer.response))).active
    head, first, *others = list(sheet.iter_rows())
    assert [cell.value for cell in head] == [*(column.heading for column in COLUMNS), "Currency"]
    assert [cell.value for cell in first] == [
        "SO-1", MIDNIGHT, LATE, "=HYPERLINK(1)", -1.25, 2.5, 0.125, 12.5,
        "Partly shipped", "JPY",
    ]  # fmt: skip
    assert [cell.data_type for cell in first] == ["s", "d", "d", "s", "n", "n", "n", "n", "s", "s"], "text, no formula"
    assert first[1].number_format == "yyyy-mm-dd"
    assert first[2].number_format == "yyyy-mm-dd hh:mm"
    assert first[4].number_format == "#,##0", "a yen has no places"
    assert len(others) == 2


def test_csv_holds_the_same_and_text_that_looks_like_a_formula_is_text(app: Flask, services: Services) -> None:
    answer = file_of(app, services, "csv", 2)
    rows = list(csv.reader(io.StringIO("".join(answer.response))))
    assert rows[1] == [
        "SO-1", "2026-03-16", "2026-03-16T23:30:00+00:00", "'=HYPERLINK(1)", "-1.25", "2.500000", "0.125000", "12.5",
        "Partly shipped", "JPY",
    ]  # fmt: skip
    assert len(rows) == 3


measured = pytest.mark.skipif(not (PROCESS / "clear_refs").exists(), reason="memory is read where Linux tells it")


@measured
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_hundred_thousand_rows_are_never_held(app: Flask, services: Services, kind: str) -> None:
    def written(count: int) -> int:
        return sum(len(piece) for piece in file_of(app, services, kind, count).response)

    written(1000)  # what is loaded once is not counted
    lengths: list[int] = []
    grown = growth(lambda: lengths.append(written(ROWS)))
    assert lengths[0] > 1_000_000
    assert grown < MOST_GROWTH, f"{grown / 1e6:.0f} MB for {ROWS} rows"


@measured
def test_the_measure_would_see_rows_that_are_held(app: Flask, services: Services) -> None:
    kept: list[Any] = []

    def read() -> None:
        with services.engine.connect() as connection:
            kept.extend(connection.execute(orders(ROWS)))

    assert growth(read) > 2 * MOST_GROWTH
    assert len(kept) == ROWS


def test_the_file_of_a_real_list_follows_its_filters_and_order(app: Flask, services: Services, client: Any) -> None:
    with services.engine.begin() as connection:
        connection.execute(text("""
            INSERT INTO identity.user_account (id, user_name, display_name, password_hash, status)
            SELECT gen_random_uuid(), 'user' || n, 'User ' || n, 'x', 'inactive' FROM generate_series(1, 9) n"""))
    answer = client.get("/identity/users?status=inactive&sort=-user_name&columns=user_name&format=xlsx")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sheet = load_workbook(io.BytesIO(answer.data)).active
    told = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert told == ["User name", *(f"user{n}" for n in range(9, 0, -1))]
