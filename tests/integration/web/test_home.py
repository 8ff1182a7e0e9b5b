"""Home opens on what waits for each role, and every count is the number of rows of the list behind it."""

import re

import pytest
from sqlalchemy import event, text

from erp.app import MODULES
from erp.kernel.actor import Actor
from tests.builders.story import tell_story

ROLES = ("branch_staff", "warehouse", "buyer", "sales", "credit", "accountant", "controller", "administrator")
FIRST_TILES = {
    "branch_staff": "Late orders", "warehouse": "Picks to do", "buyer": "Late purchase orders", "sales": "Late orders",
    "credit": "Customers overdue", "accountant": "Receipts to apply", "controller": "Orders on credit hold",
    "administrator": "Dead deliveries",
}  # fmt: skip
TILE = re.compile(
    r'<a class="figure[^"]*" href="([^"]+)"><span class="figure-label">([^<]+)</span>'
    r'<span class="figure-value">(\d+)</span>'
)


def tiles(page):
    return {name: (href.replace("&amp;", "&"), int(count)) for href, name, count in TILE.findall(page)}


@pytest.fixture
def story(services):
    told = tell_story(services)

    def disturb(work):
        """Time has passed: something is late, overdue, short and dead."""
        for statement in (
            "UPDATE crm.sales_order SET requested_on = '2026-03-01' WHERE decision = 'released' AND open_amount <> 0",
            "UPDATE crm.sales_order_line SET promised_on = '2026-03-02'",
            "UPDATE inventory.purchase_order SET expected_on = '2026-03-01', status = 'submitted' WHERE number = "
            "(SELECT min(number) FROM inventory.purchase_order)",
            "UPDATE inventory.purchase_order_line SET qty_received = 0 WHERE purchase_order_id = "
            "(SELECT id FROM inventory.purchase_order ORDER BY number LIMIT 1)",
            "UPDATE finance.open_item SET due_on = '2026-03-01' WHERE side = 'receivable' AND balance_amount > 0",
        ):
            work.execute(text(statement))

    services.units.run(Actor.system("test"), disturb)
    return told


def test_each_role_opens_on_its_own_work_and_every_count_is_the_length_of_its_list(story, client_as):
    for role in ROLES:
        client = client_as(role)
        page = client.get("/")
        assert page.status_code == 200
        assert FIRST_TILES[role] in tiles(page.text), role
        for address in re.findall(r'hx-get="(/insight/[^"]+)"', page.text):
            assert client.get(address).status_code == 200, (role, address)
        for name, (href, count) in tiles(page.text).items():
            answer = client.get(href)
            assert answer.status_code == 200, (role, name)
            if name != "Picks to do":  # a column's total: the list shows waves
                assert listed(answer.text) == count, (role, name, href)


def test_what_waits_in_the_story_is_counted(story, client_as):
    """Known figures, so that a count of nothing cannot pass for right."""
    branch = tiles(client_as("branch_staff").get("/").text)
    assert branch["Late orders"][1] == 3  # one picked now, one for more than there is, one whose shipment was void
    assert branch["Backorder lines"][1] == 1
    assert branch["Picks to do"][1] == 2
    assert tiles(client_as("buyer").get("/").text)["Late purchase orders"][1] == 1
    accountant = tiles(client_as("accountant").get("/").text)
    assert accountant["Customers overdue"][1] == 1
    assert accountant["Months to close"][1] == 1  # February; January is closed


def test_a_warehouse_sees_no_money_and_an_accountant_no_picks(story, client_as):
    warehouse, accountant = client_as("warehouse").get("/").text, client_as("accountant").get("/").text
    assert "Customers overdue" not in warehouse
    assert "/insight/pictures/margin" not in warehouse
    assert "Picks to do" not in tiles(accountant)
    assert "/insight/pictures/receivables" in accountant


def listed(page):
    """How many records a list holds: as its own line says, else the rows of its table that are records."""
    said = re.search(r'class="desk-count">(?:<a[^>]*>)?([\d,]+) ', page)
    said = said or re.search(r"([\d,]+) (?:in all|rows?|records?)", page)
    if said:
        return int(said.group(1).replace(",", ""))
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    rows = re.findall(r"<tr(?![^>]*total)[^>]*>(.*?)</tr>", body.group(1), re.DOTALL) if body else []
    return len([row for row in rows if "colspan" not in row])


def test_home_asks_once_for_each_tile_and_never_for_each_record(story, services, client):
    executed = []
    event.listen(services.engine, "before_cursor_execute", lambda *given: executed.append(given[2]))
    client.get("/")
    assert 0 < len(executed) <= sum(len(module.waiting) for module in MODULES) + 12
