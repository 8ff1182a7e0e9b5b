"""The figures of the pictures are those of the lists and reports they lead to, to the cent."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from sqlalchemy import text

from erp.finance.ledger.dimensions import Dimensions
from erp.finance.open_items.aging import aging
from erp.finance.reports.income_statement import income_statement
from erp.finance.reports.margin_by_family import margin_by_family
from erp.insight.manifest import INSIGHT
from erp.insight.pictures.backlog_by_age import backlog_by_age
from erp.insight.pictures.fill_rate import fill_rate
from erp.insight.pictures.flow_by_day import flow_by_day
from erp.inventory.valuation.stock_value import value_by_warehouse
from erp.inventory.valuation.value_at_hand import value_at_hand
from erp.kernel.actor import Actor
from erp.kernel.db import new_session
from erp.kernel.money import ZERO
from tests.builders.executions import counted_executions
from tests.builders.story import tell_story

TODAY = date(2026, 3, 16)


@pytest.fixture
def story(services):
    return tell_story(services)


class Table(HTMLParser):
    """The rows of the first table of a piece of page, as texts, and where each row leads."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.links, self._cell = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
            self.links.append(None)
        elif tag in {"td", "th"}:
            self._cell = ""
        elif tag == "a" and self._cell is not None:
            self.links[-1] = dict(attrs)["href"]

    def handle_endtag(self, tag):
        if tag in {"td", "th"} and self._cell is not None:
            self.rows[-1].append(self._cell.strip())
            self._cell = None

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data


def figure(text_of_cell):
    return Decimal(text_of_cell.replace(",", "").replace("\u2212", "-").replace("%", "").strip() or "0")


def total_of_list(client, address, heading):
    """What a list's own totals row says under a heading."""
    table = Table(client.get(address).text)
    place = table.rows[0].index(heading)
    return figure(table.rows[-1][place])


def test_a_day_of_orders_is_what_the_list_of_that_day_adds_up(services, story, client):
    table = Table(client.get("/insight/pictures/flow").text)
    days = [
        (row, link) for row, link in zip(table.rows, table.links, strict=True)
        if link and figure(row[1])
    ]
    assert days
    for row, link in days:
        assert f"from_day={row[0]}&to_day={row[0]}" in link
        listed = client.get(link).text
        assert re.search(rf">\s*{row[1]}\s*(orders|rows|)", listed)
        assert total_of_list(client, link, "Total") == figure(row[2])
    sums = [sum(figure(row[place]) for row, _ in days) for place in (1, 2)]
    assert [figure(cell) for cell in table.rows[-1][1:3]] == sums


def test_the_flow_counts_orders_and_shipments_beside_last_year(services, story):
    company_id = story.trade.company_id
    with new_session(services.engine) as session:
        flow = flow_by_day(session, company_id, "USD", TODAY, order_branches=None, shipment_branches=None)
        a_year_on = flow_by_day(
            session, company_id, "USD", TODAY + timedelta(days=364), order_branches=None, shipment_branches=None
        )
        nobody = flow_by_day(session, company_id, "USD", TODAY, order_branches=[], shipment_branches=[])
        shipped = session.scalar(text(
            "SELECT count(*) FROM inventory.shipment WHERE status = 'shipped' AND shipped_on = :day"), {"day": TODAY})
    assert [day.day for day in flow] == [TODAY - timedelta(days=n) for n in range(27, -1, -1)]
    assert flow[-1].shipments == shipped > 0
    assert flow[-1].orders > 0
    assert a_year_on[-1].orders_before == flow[-1].orders
    assert a_year_on[-1].amount_before == flow[-1].amount
    assert a_year_on[-1].shipments_before == flow[-1].shipments
    assert not any(day.orders or day.shipments for day in nobody)


def test_backlog_by_age_is_the_open_amount_of_the_lists(services, story, client):
    table = Table(client.get("/insight/pictures/backlog").text)
    waiting = [(row, link) for row, link in zip(table.rows, table.links, strict=True) if link and figure(row[1])]
    assert waiting
    for row, link in waiting:
        assert total_of_list(client, link, "Open") == figure(row[2])
    with new_session(services.engine) as session:
        ages = backlog_by_age(session, story.trade.company_id, "USD", TODAY, branches=None)
        owed = session.scalar(text("SELECT sum(open_amount) FROM crm.sales_order WHERE decision = 'released'"))
    assert sum((age.amount for age in ages), ZERO) == owed > 0


def test_lines_are_filled_when_all_of_them_left(services, story):
    with new_session(services.engine) as session:
        later = TODAY + timedelta(days=9)
        days = fill_rate(session, story.trade.company_id, later, branches=None)
        (lines, filled), = session.execute(text("""
            SELECT count(*), count(*) FILTER (WHERE l.qty_shipped = l.qty)
            FROM crm.sales_order o JOIN crm.sales_order_line l ON l.order_id = o.id
            WHERE o.decision = 'released' AND l.is_stocked AND o.ordered_on BETWEEN :first AND :last"""),
            {"first": later - timedelta(days=28), "last": later}).all()
    assert sum(day.lines for day in days) == lines > 0
    assert sum(day.filled for day in days) == filled > 0
    assert all(0 <= day.percent <= 100 for day in days)


def test_margin_by_family_is_the_income_statements_gross_profit(services, story):
    first, company_id = date(2026, 1, 1), story.trade.company_id
    with new_session(services.engine) as session:
        families = margin_by_family(session, company_id, first, TODAY)
        whole = income_statement(session, company_id, first, TODAY)
        assert sum((family.revenue for family in families), ZERO) == whole.income.amount != 0
        assert sum((family.cost for family in families), ZERO) == whole.cost_of_sales.amount
        assert sum((family.margin for family in families), ZERO) == whole.gross_profit
        for family in families:
            if family.family_id:
                own = income_statement(
                    session, company_id, first, TODAY, Dimensions(item_family_id=family.family_id)
                )
                assert (family.revenue, family.cost) == (own.income.amount, own.cost_of_sales.amount)


def test_receivables_by_age_are_the_reports_columns(services, story, client):
    rows = Table(client.get("/insight/pictures/receivables").text).rows
    report = Table(client.get("/finance/receivables").text).rows
    totals = next(row for row in report if row[1:2] == ["All customers"])
    assert [figure(row[1]) for row in rows[1:7]] == [figure(cell) for cell in totals[2:8]]
    assert figure(rows[7][1]) == figure(totals[8]) > 0
    with new_session(services.engine) as session:
        parties = aging(session, story.trade.company_id, "receivable", TODAY)
    assert figure(rows[7][1]) == sum(party.total for party in parties).quantize(Decimal("0.01"))


def test_stock_value_by_warehouse_is_the_reports_total(services, story, client):
    company_id = story.trade.company_id
    with new_session(services.engine) as session:
        now = {value.warehouse_id: value.value for value in value_at_hand(session, company_id, 2)}
        reported: dict[object, Decimal] = {}
        for row in session.execute(value_by_warehouse(company_id, TODAY, 2)):
            reported[row.warehouse_id] = reported.get(row.warehouse_id, ZERO) + row.value
    assert now == reported
    assert sum(now.values()) > 0
    table = Table(client.get("/insight/pictures/stock").text)
    for row, link in zip(table.rows[1:-1], table.links[1:-1], strict=True):
        assert total_of_list(client, link, "Value") == figure(row[1])


def test_a_picture_needs_the_right_to_its_figures(services, story, client_as):
    warehouse = client_as("warehouse")
    for picture in INSIGHT.pictures:
        address = "/insight/pictures/" + picture.endpoint.partition(".")[2]
        allowed = picture.permission == "crm.sales_order.view"
        assert warehouse.get(address).status_code == (200 if allowed else 403), address


def test_each_picture_is_one_question_however_much_there_is(services, story):
    company_id = story.trade.company_id
    with new_session(services.engine) as session:
        session.execute(text("SELECT 1"))
        for most, ask in (
            (1, lambda: flow_by_day(session, company_id, "USD", TODAY, order_branches=None, shipment_branches=None)),
            (1, lambda: fill_rate(session, company_id, TODAY, branches=None)),
            (1, lambda: backlog_by_age(session, company_id, "USD", TODAY, branches=None)),
            (2, lambda: margin_by_family(session, company_id, TODAY - timedelta(days=29), TODAY)),
            (1, lambda: value_at_hand(session, company_id, 2)),
        ):  # fmt: skip
            with counted_executions(session) as executed:
                ask()
            assert len(executed) == most


def test_without_anything_sold_every_picture_says_so(services, client):
    from tests.builders.organization import a_company

    services.units.run(Actor.system("test"), lambda work: a_company(work, name="Empty Supply"))
    for picture in INSIGHT.pictures:
        answer = client.get("/insight/pictures/" + picture.endpoint.partition(".")[2])
        assert answer.status_code == 200
        assert "empty-state" in answer.text
        assert "erp-chart" not in answer.text
