"""Every list there is, over a company at work: sorted by each heading both ways, arranged, filed, its totals right."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from erp.kernel.assembly import Services
from tests.builders.story import tell_story

TABLE = '<table class="sheet" data-list>'
CELLS = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.S)
TAGS = re.compile(r"<[^>]+>")
AMOUNT = re.compile(r"(-?[\d,]+(?:\.\d+)?)(?: ([A-Z]{3}))?")
AUDIT = "/identity/audit-trail"  # its files hold what is stored, its page what people read


def lists(app: Flask, client: FlaskClient) -> Iterator[tuple[str, str]]:
    """The address and the page of each list, also of those that belong to a record which another list links to."""
    waiting = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    adapter, seen = app.url_map.bind("localhost"), set()
    while waiting:
        address = waiting.pop(0)
        path = address.partition("?")[0]
        if not adapter.test(path, "GET") or (endpoint := adapter.match(path, "GET")[0]) in seen:
            continue
        seen.add(endpoint)
        answer = client.get(address)
        if answer.mimetype != "text/html":
            continue
        waiting += [unescape(href) for href in re.findall(r'<a href="(/[^"#]+)"', answer.text)]
        if TABLE in answer.text and answer.status_code == 200:
            yield address, answer.text


def with_part(address: str, part: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{part}"


def rows_of(page: str, part: str) -> list[list[str]]:
    inside = page.partition(TABLE)[2].partition(f"<{part}>")[2].partition(f"</{part}>")[0]
    rows = [[unescape(TAGS.sub("", cell)).strip() for cell in CELLS.findall(row)] for row in inside.split("</tr>")]
    return [row for row in rows if row and row != [""]]


def test_every_list_is_sorted_arranged_filed_and_added_up(app: Flask, services: Services, client: FlaskClient) -> None:
    tell_story(services)
    faults, count, sorted_by = [], 0, 0
    for plain, first in list(lists(app, client)):
        count += 1
        names = re.findall(r'name="columns" value="([^"]+)"', first)
        address = with_part(plain, f"columns={','.join(names)}")  # also those that are shown only to whoever wants them
        page = client.get(address).text
        for href in re.findall(r'<a class="sort" href="([^"]+)"', page):
            sorted_by += 1
            faults += _sorted(client, unescape(href), page)
        faults += _arranged(client, plain, names[-1])
        if plain != AUDIT:
            faults += _filed(client, address, page)
    assert not faults, "\n".join(faults)
    assert count > 40
    assert sorted_by > 150


def _sorted(client: FlaskClient, href: str, page: str) -> Iterator[str]:
    """The heading shows the same rows in another order, and turned round in the order turned round."""
    first = client.get(href)
    if first.status_code != 200 or first.text.count("aria-sort") != 1:
        yield f"{href}: {first.status_code}"
        return
    if sorted(rows_of(first.text, "tbody")) != sorted(rows_of(page, "tbody")) and 'rel="next"' not in page:
        yield f"{href} shows other rows"
    turned = re.search(r'aria-sort="\w+"><a class="sort" href="([^"]+)"', first.text)
    if turned is None or client.get(unescape(turned[1])).status_code != 200:
        yield f"{href} cannot be turned round"


def _arranged(client: FlaskClient, address: str, name: str) -> Iterator[str]:
    """One column, and nothing else."""
    shown = client.get(with_part(address, f"columns={name}"))
    head = rows_of(shown.text, "thead")[0] if shown.status_code == 200 else []
    if len([cell for cell in head if cell]) != 1:
        yield f"{address} with {name} alone: {shown.status_code} {head}"


def _filed(client: FlaskClient, address: str, page: str) -> Iterator[str]:
    """The files hold all rows with the headings of the page; the sums of the page are the sums of the file."""
    told = list(csv.reader(io.StringIO(client.get(with_part(address, "format=csv")).text)))
    head = [cell for cell in rows_of(page, "thead")[0] if cell]
    if [cell for cell in told[0] if cell != "Currency" or cell in head] != head:
        yield f"{address}: the file has {told[0]}, the page {head}"
        return
    counted = re.search(r"<span>([\d,]+) rows?</span>", page)
    if counted is None or int(counted[1].replace(",", "")) != len(told) - 1:
        yield f"{address}: {counted and counted[1]} rows on the page, {len(told) - 1} in the file"
    sheet = load_workbook(io.BytesIO(client.get(with_part(address, "format=xlsx")).data), read_only=True).active
    book = list(sheet.iter_rows(values_only=True))
    if len(book) != len(told) or [*book[0]] != told[0]:
        yield f"{address}: the workbook has {len(book)} rows under {book[0]}"
    for foot in rows_of(page, "tfoot"):
        yield from _added_up(address, foot[len(foot) - len(head):], told)


def _added_up(address: str, foot: list[str], told: list[list[str]]) -> Iterator[str]:
    for number, cell in enumerate(foot):
        shown = AMOUNT.fullmatch(cell)
        if shown is None:
            continue
        place = told[0].index("Currency") if "Currency" in told[0] else None
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in told[1:]:
            sums[row[place] if place is not None else ""] += Decimal(row[number] or 0)
        wanted = Decimal(shown[1].replace(",", ""))
        if wanted not in {round(value, 2) for value in sums.values()} | {value.normalize() for value in sums.values()}:
            yield f"{address}: {told[0][number]} adds up to {dict(sums)}, the page says {cell}"


def test_the_totals_of_orders_and_invoices_follow_every_filter(
    services: Services, client: FlaskClient
) -> None:
    tell_story(services)
    for address, filters in (
        ("/crm/orders", ("decision=released", "decision=held", "progress=open", "progress=shipped", "progress=late",
                         "from_day=2026-02-01", "to_day=2026-02-01", "q=harbor", "q=SO-", "decision=draft")),
        ("/finance/invoices", ("status=open", "status=paid", "from_day=2026-02-01", "to_day=2026-02-01", "q=INV")),
        ("/inventory/stock", ("q=a", "status=available")),
    ):  # fmt: skip
        told = []
        for part in filters:
            page = client.get(f"{address}?{part}")
            assert page.status_code == 200
            told += list(_filed(client, f"{address}?{part}", page.text))
        assert told == []
