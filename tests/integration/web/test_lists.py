"""Lists page by key, total the whole selection, and stream exactly what is shown as CSV."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.kernel.assembly import Services


@pytest.fixture
def crowd(client: FlaskClient, services: Services) -> FlaskClient:
    """One administrator and 120 others, some of whose names a spreadsheet would run."""
    with services.engine.begin() as connection:
        connection.execute(text("""
            INSERT INTO identity.user_account (id, user_name, display_name, password_hash, status)
            SELECT gen_random_uuid(), 'user' || lpad(n::text, 3, '0'), CASE n WHEN 7 THEN '=1+1' ELSE 'User ' || n END,
                   'x', CASE WHEN n % 4 = 0 THEN 'inactive' ELSE 'active' END
            FROM generate_series(1, 120) n"""))
    return client


def names(page: str) -> list[str]:
    return re.findall(r'<a href="/identity/users/[0-9a-f-]{36}">([^<]+)</a>', page)


def link(page: str, rel: str) -> str | None:
    found = re.search(rf'href="([^"]+)" rel="{rel}"', page)
    return found[1].replace("&amp;", "&") if found else None


def test_pages_follow_each_other_without_gap_or_repetition_and_lead_back(crowd: FlaskClient) -> None:
    seen, address, pages = [], "/identity/users", []
    while address is not None:
        page = crowd.get(address).text
        pages.append(names(page))
        seen += pages[-1]
        last, address = address, link(page, "next")
    assert [len(page) for page in pages] == [50, 50, 21]
    assert seen == sorted(["administrator", *(f"user{n:03}" for n in range(1, 121))])
    assert "121 rows" in crowd.get("/identity/users").text
    back = link(crowd.get(last).text, "prev")
    assert back is not None
    assert names(crowd.get(back).text) == pages[1]


def test_a_row_added_meanwhile_shifts_nothing(crowd: FlaskClient, services: Services) -> None:
    first = crowd.get("/identity/users").text
    following = link(first, "next")
    assert following is not None
    before = names(crowd.get(following).text)
    with services.engine.begin() as connection:
        connection.execute(text("""
            INSERT INTO identity.user_account (id, user_name, display_name, password_hash)
            VALUES (gen_random_uuid(), 'aaa', 'Early', 'x')"""))
    assert names(crowd.get(following).text) == before


def test_filters_stay_while_paging_and_in_the_spreadsheet(crowd: FlaskClient) -> None:
    page = crowd.get("/identity/users?status=active&q=user").text
    assert "90 rows" in page
    following = link(page, "next")
    assert following is not None
    assert "status=active" in following
    assert len(names(crowd.get(following).text)) == 40


def test_the_spreadsheet_holds_exactly_the_list(crowd: FlaskClient) -> None:
    answer = crowd.get("/identity/users?status=inactive&format=csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="users.csv"'
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["User name", "Name", "E-mail", "Roles", "Status"]
    assert [row[0] for row in rows[1:]] == [f"user{n:03}" for n in range(4, 121, 4)]
    everything = list(csv.reader(io.StringIO(crowd.get("/identity/users?format=csv").text)))
    assert len(everything) == 122
    assert next(row for row in everything if row[0] == "user007")[1] == "'=1+1", "text, not a formula"


@pytest.mark.parametrize(
    "cursor",
    ["x", "W10", "WyJhIl0", "WzEsMl0", "bnVsbA", "%00", "WyJhIiwiYiJd", "e30", "9" * 500],
)
def test_a_key_that_was_tampered_with_is_refused(crowd: FlaskClient, cursor: str) -> None:
    assert crowd.get(f"/identity/users?after={cursor}").status_code == 422


def test_an_empty_list_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/identity/users?q=nobody-at-all").text
    assert "No users match. Clear the filters or add a user." in page
    assert "0 rows" in page
