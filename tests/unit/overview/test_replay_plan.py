"""Reading the file, planning its supply, matching its returns: all without a database."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from erp.crm.api import OriginalSale
from erp.overview.replay.carry_out_cancellation import match_sales
from erp.overview.replay.carry_out_payment import Payment, set_off, share_out
from erp.overview.replay.carry_out_write_off import reason_of
from erp.overview.replay.figures import compute_figures
from erp.overview.replay.plan_supply import Supply, SupplyLine, opening_supply, plan_supply, unit_cost
from erp.overview.replay.read_file import FileLine, NotReadable, read_days, read_lines
from erp.overview.replay.roster import Roster
from erp.overview.replay.survey import survey, week_of
from tests.flows.replay.trade_file import write_trade_file

D = Decimal


def test_lines_are_cleaned_and_documents_told_apart(tmp_path: Path) -> None:
    days = list(read_days(write_trade_file(tmp_path)))
    first, second = days[0].documents, days[1].documents
    assert [(line.sku, line.qty, line.description) for line in first[0].goods] == [
        ("85123A", 6, "WHITE HANGING HEART"),
        ("85123A", 4, "WHITE HANGING HEART"),
    ]
    assert [(line.charge_kind, line.charge_name) for line in first[0].charges] == [("freight", "Postage")]
    assert first[1].customer_code == "CASH EIRE"
    assert [document.kind for document in second] == ["write_off", "write_off", "cancellation"]
    assert [line.number for line in second[2].lines] == [10, 11]


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(
        "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country\n1,A,x,six,2011-01-01,1,1,UK\n"
    )
    with pytest.raises(NotReadable, match="line 2"):
        list(read_lines(path))
    path.write_text("a,b\n")
    with pytest.raises(NotReadable, match="must name the columns"):
        list(read_lines(path))


def test_shelves_never_run_empty(tmp_path: Path) -> None:
    path = write_trade_file(tmp_path)
    found = survey(read_days(path))
    plan = plan_supply(found)
    there: Counter[str] = Counter()
    for day in read_days(path):
        for supply in plan.by_day.get(day.on, []):
            there.update({line.sku: line.qty for line in supply.lines})
        for document in day.of("sale", "write_off"):
            there.subtract({line.sku: 0 for line in document.goods})
            for line in document.goods:
                there[line.sku] -= abs(line.qty)
        assert min(there.values()) >= 0, day.on
    assert all(qty >= 0 for qty in plan.closing.values())


def test_a_replay_from_the_middle_opens_with_what_the_rest_needs(tmp_path: Path) -> None:
    path = write_trade_file(tmp_path)
    found = survey(read_days(path))
    plan = plan_supply(found)
    start = date(2011, 2, 1)
    opening = {line.sku: line.qty for supply in opening_supply(found, plan, start) for line in supply.lines}
    later = Counter[str]()
    for day in read_days(path):
        if day.on >= start:
            bought = {line.sku: line.qty for supply in plan.by_day.get(day.on, []) for line in supply.lines}
            later.update(bought)
            for document in day.of("sale", "write_off"):
                later.subtract(Counter({line.sku: abs(line.qty) for line in document.goods}))
    assert all(opening.get(sku, 0) + qty >= 0 for sku, qty in later.items())


def test_costs_follow_from_the_code_and_stay_within_their_bounds(tmp_path: Path) -> None:
    found = survey(read_days(write_trade_file(tmp_path)))
    for sku, item in found.items.items():
        for week in range(0, 60, 6):
            share = unit_cost(sku, item, week) / item.usual_price
            assert D("0.53") <= share <= D("0.67") or item.usual_price < D("0.10"), sku
    assert week_of(date(2011, 1, 30)) == date(2011, 1, 24)


def test_figures_of_the_small_file(tmp_path: Path) -> None:
    figures = compute_figures(str(write_trade_file(tmp_path)), date.min, date.max)
    assert dict(figures.invoices) == {"2011-01": 4, "2011-02": 2, "2011-03": 1}
    assert figures.sales["2011-01"] == D("181.001")
    assert figures.credits["2011-02"] == D("74.81")
    assert (figures.shipped["85123A"], figures.returned["85123A"], figures.written_off["99999"]) == (110, 12, 5)
    assert [(line, difference) for line, _, _, difference in figures.rounded] == [(12, D("-0.001"))]
    # 17850: 43.50 less 48.60 leaves 5.10 in credit; 255.00 and 16.67 are not due yet. 13952: 109.50 less 27.50 is paid.
    # Nobody named pays at once: 25.50; 62.06 is taken back in full; the fee of 135.41 and 12.75 stand in credit;
    # of the 62.06 in the United Kingdom nothing was paid, for the fee was set off against it first.
    assert figures.receivables == D("255.00") + D("16.67") - D("5.10") - D("135.41") - D("12.75")


def a_sale(item_id: UUID, qty: int, price: str, on: date) -> OriginalSale:
    return OriginalSale(
        shipment_line_id=uuid4(), shipment_id=uuid4(), order_line_id=uuid4(), order_id=uuid4(), order_number="SO-1",
        company_id=uuid4(), customer_id=uuid4(), warehouse_id=uuid4(), item_id=item_id, description="", unit="EA",
        shipped_on=on, currency="GBP", qty=D(qty), net_unit_price=D(price), amount=qty * D(price), tax_class="",
        qty_authorized=D(0), amount_authorized=D(0),
    )  # fmt: skip


def test_a_return_takes_the_latest_sales_at_its_price_and_the_rest_without_one() -> None:
    item_id, day = uuid4(), date(2011, 5, 2)
    late, early = a_sale(item_id, 4, "2.550000", day), a_sale(item_id, 3, "2.55", day - timedelta(days=9))
    dearer = a_sale(item_id, 50, "2.95", day)
    line = FileLine(2, "C1", "A", "", -10, day, D("2.55"), "1", "UK")
    parts = match_sales((line,), {"A": item_id}, [dearer, late, early])
    assert [(sale, qty) for _, sale, qty in parts] == [(late, 4), (early, 3), (None, 3)]


def test_credits_are_set_off_against_the_oldest_debts_first() -> None:
    first, second, credit = uuid4(), uuid4(), uuid4()
    payment = Payment("C", uuid4(), date(2011, 5, 2), D(15), ((first, D(30)), (second, D(20))), ((credit, D(35)),))
    applications, left = set_off(payment)
    assert [(a.to_item_id, a.amount) for a in applications] == [(first, 30), (second, 5)]
    assert left == {second: 15}
    assert share_out(D(12), {first: D(10), second: D(15)}) == [(first, 10), (second, 2)]


@pytest.mark.parametrize(
    ("remark", "reason"),
    [
        ("damaged", "damaged"),
        ("wet rusty", "damaged"),
        ("sold as set on dotcom", "correction"),
        ("check", "count"),
        ("samples/damages", "sample"),
        ("thrown away", "write_off"),
        ("", "write_off"),
    ],
)
def test_remarks_of_the_file_are_read_as_reasons(remark: str, reason: str) -> None:
    assert reason_of(remark) == reason


def test_a_free_worker_takes_what_shares_the_fewest_goods_with_the_busy_ones() -> None:
    deliveries = [_delivery(1, "A", "B"), _delivery(2, "B", "C"), _delivery(3, "A", "B", "C"), _delivery(4, "D")]
    roster = Roster((delivery,) for delivery in deliveries)
    assert roster.next_for(0) == (deliveries[0],)
    assert roster.next_for(1) == (deliveries[3],)  # nothing of A and B
    assert roster.next_for(1) == (deliveries[1],)  # shares B alone
    assert roster.next_for(0) == (deliveries[2],)  # worker 1 still holds B and C; it is the last one
    assert roster.next_for(0) is None
    assert roster.next_for(1) is None


def _delivery(supplier: int, *skus: str) -> Supply:
    return Supply(supplier, date(2011, 1, 3), tuple(SupplyLine(sku, 1, D(1)) for sku in skus))
