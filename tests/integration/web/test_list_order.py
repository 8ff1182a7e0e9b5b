"""A list is sorted by a click on a heading, paged in that order, and shows the columns somebody chose."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.kernel.assembly import Services

NAMES = ["Zoe", "adam", "Adam", "de Vries", "Éva", "zoe", "=1+1", "O'Hara", "Bob", "bob"]


@pytest.fixture
def crowd(client: FlaskClient, services: Services) -> FlaskClient:
    """Names in capitals and small letters, each several times, and work of which a third has not ended."""
    with services.engine.begin() as connection:
        connection.execute(
            text("""
            INSERT INTO identity.user_account (id, user_name, display_name, password_hash, status)
            SELECT gen_random_uuid(), 'user' || lpad(n::text, 3, '0'), (CAST(:names AS text[]))[1 + n % 10], 'x',
                   'active'
            FROM generate_series(1, 130) n"""),
            {"names": NAMES},
        )
        connection.execute(text("""
            INSERT INTO kernel.job (id, kind, arguments, status, created_by, finished_at)
            SELECT gen_random_uuid(), 'sample', '{}', 'done', 'x',
                   CASE WHEN n % 3 > 0 THEN timestamptz '2026-03-16 08:00Z' + make_interval(mins => n % 7) END
            FROM generate_series(1, 130) n"""))
    return client


def column(page: str, number: int) -> list[str]:
    rows = re.findall(r"<tr>\s*(.*?)</tr>", page.partition("<tbody>")[2].partition("</tbody>")[0], re.S)
    return [re.sub(r"<[^>]+>", "", re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)[number]).strip() for row in rows]


def link(page: str, rel: str) -> str | None:
    found = re.search(rf'href="([^"]+)" rel="{rel}"', page)
    return found[1].replace("&amp;", "&") if found else None


def walked(client: FlaskClient, address: str, number: int) -> tuple[list[str], list[str]]:
    """A column down all pages, and up again."""
    down, up, page = [], [], client.get(address).text
    while True:
        down += column(page, number)
        following = link(page, "next")
        if following is None:
            break
        page = client.get(following).text
    while True:
        up = column(page, number) + up
        previous = link(page, "prev")
        if previous is None:
            return down, up
        page = client.get(previous).text


def test_sorting_takes_no_notice_of_capitals_and_pages_without_gap(crowd: FlaskClient) -> None:
    down, up = walked(crowd, "/identity/users?sort=display_name", 1)
    lowered = [name.replace("&#39;", "'").lower() for name in down]
    assert len(down) == 131
    assert lowered == sorted(lowered, key=lambda name: name.encode())
    assert up == down
    turned, _ = walked(crowd, "/identity/users?sort=-display_name", 1)
    assert [name.lower() for name in turned] == [name.lower() for name in reversed(down)]


@pytest.mark.parametrize("sort", ["finished_at", "-finished_at"])
def test_rows_without_a_value_stand_last_in_either_direction(crowd: FlaskClient, sort: str) -> None:
    down, up = walked(crowd, f"/overview/jobs?sort={sort}", 5)
    given = [ended for ended in down if ended]
    assert len(down) == 130
    assert len(given) == 87
    assert down == [*given, *[""] * 43]
    assert given == sorted(given, reverse=sort.startswith("-"))
    assert up == down


def test_a_heading_leads_to_its_order_and_then_turns_it_round(crowd: FlaskClient) -> None:
    page = crowd.get("/identity/users?status=active").text
    assert 'aria-sort="ascending"><a class="sort" href="/identity/users?status=active&amp;sort=-user_name"' in page
    by_name = crowd.get("/identity/users?status=active&sort=display_name").text
    assert 'ascending"><a class="sort" href="/identity/users?status=active&amp;sort=-display_name"' in by_name
    assert by_name.count("aria-sort") == 1
    assert 'href="/identity/users?status=active&amp;sort=user_name"' in by_name
    assert "sort=roles" not in page, "it is computed for each row"


def test_the_filters_keep_order_and_columns(crowd: FlaskClient) -> None:
    page = crowd.get("/identity/users?sort=-email&columns=email&columns=user_name").text
    filters = page.partition('class="filters"')[2].partition("</form>")[0]
    assert 'name="sort" value="-email"' in filters
    assert filters.count('name="columns"') == 2
    assert 'href="/identity/users?sort=-email&amp;columns=email&amp;columns=user_name">Clear</a>' in page


def test_columns_stand_as_chosen_also_in_the_files(crowd: FlaskClient) -> None:
    address = "/identity/users?columns=status,user_name&q=user001"
    page = crowd.get(address).text
    head = page.partition("<thead>")[2].partition("</thead>")[0]
    assert re.findall(r">(Status|User name|Name|E-mail|Roles)<", head) == ["Status", "User name"]
    rows = list(csv.reader(io.StringIO(crowd.get(address + "&format=csv").text)))
    assert rows == [["Status", "User name"], ["Active", "user001"]]


def test_what_an_older_address_names_is_passed_over(crowd: FlaskClient) -> None:
    usual = column(crowd.get("/identity/users").text, 0)
    for address in ("?sort=long_gone", "?sort=", "?columns=long_gone", "?sort=password_hash", "?sort=roles"):
        assert column(crowd.get("/identity/users" + address).text, 0) == usual


@pytest.mark.parametrize(
    "cursor", ["WyJhIl0", "WzEsMl0", "W251bGwsbnVsbF0", "WyJhXHUwMDAwIiwieCJd", "WyJcdWQ4MDAiLCJ4Il0"]
)
def test_a_place_that_was_tampered_with_is_refused(crowd: FlaskClient, cursor: str) -> None:
    assert crowd.get(f"/identity/users?sort=email&after={cursor}").status_code == 422
