"""What the desk foresees is what the receipt then does."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.inventory.purchasing.queries import purchase_order
from erp.inventory.put_away.rules.set_rule import set_put_away_rule
from erp.inventory.receiving.check_delivery import DeliveredLine
from erp.inventory.receiving.receive_goods import receive_goods
from erp.inventory.receiving_desk.expected import expected
from erp.inventory.receiving_desk.judge_line import judge_line
from erp.inventory.receiving_desk.outlook import ItemOutlook, outlook
from erp.inventory.transfers.create_transfer import TransferRequest, create_transfer
from erp.inventory.transfers.ship_transfer import ship_transfer
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.inventory import a_warehouse, put_stock
from tests.builders.inventory_dock import Dock, a_dock, demand_of, wanted
from tests.builders.inventory_purchasing import a_purchase_order, a_supplier, lines_of
from tests.builders.inventory_returns import expected as expect_back

D = Decimal


@pytest.fixture
def dock(work: UnitOfWork) -> Dock:
    return a_dock(work)


def ordered(work: UnitOfWork, dock: Dock, *lines: tuple[UUID, int], **terms: Decimal) -> UUID:
    supplier_id = a_supplier(work, [dock.company_id], **terms)  # type: ignore[arg-type]
    return a_purchase_order(
        work, dock.place, supplier_id, [OrderedLine(item_id=item, qty=D(qty), unit_cost=D(2)) for item, qty in lines]
    )


def foresee(work: UnitOfWork, dock: Dock, coming: dict[UUID, Decimal]) -> dict[UUID, ItemOutlook]:
    return outlook(work.session, dock.place.id, coming, work.now.date())


def gets(seen: ItemOutlook) -> dict[UUID, Decimal]:
    return {each.demand.id: each.qty for each in seen.filled}


def allocated(work: UnitOfWork, line_ids: list[UUID]) -> dict[UUID, Decimal]:
    return {line_id: demand_of(work, line_id)["qty_allocated"] for line_id in line_ids}


def test_who_gets_what_is_what_the_receipt_then_promises(work: UnitOfWork, dock: Dock) -> None:
    today, bolt, nut = work.now.date(), dock.item(work), dock.item(work)
    soon, later = today + timedelta(days=1), today + timedelta(days=9)
    asked = [
        wanted(work, dock, [(bolt, 7), (nut, 2)], number="SO-1", priority=50, promised_on=later),
        wanted(work, dock, [(bolt, 7)], number="SO-2", priority=50, promised_on=soon),
        wanted(work, dock, [(bolt, 7)], number="SO-3", priority=10, promised_on=later),
        wanted(work, dock, [(bolt, 7), (bolt, 1)], number="SO-4", priority=50, promised_on=soon),
    ]
    every = [line_id for origin in asked for line_id in origin.line_ids]
    put_stock(work, dock.place, nut, 1)  # one nut comes free meanwhile: it is promised at once
    before = allocated(work, every)
    order_id = ordered(work, dock, (bolt, 16), (nut, 5))
    seen = foresee(work, dock, {bolt: D(16), nut: D(5)})
    assert [each.demand.origin_number for each in seen[bolt].served] == ["SO-3", "SO-2", "SO-4", "SO-4", "SO-1"]
    assert [each.qty for each in seen[bolt].served] == [D(7), D(7), D(2), D(0), D(0)]
    assert (seen[bolt].qty_filled, seen[bolt].qty_left) == (D(16), D(0))

    lines = [DeliveredLine(line_id, qty) for line_id, qty in zip(lines_of(work, order_id), (D(16), D(5)), strict=True)]
    receive_goods(work, order_id, lines, received_on=today)
    after = allocated(work, every)
    promised = {line_id: after[line_id] - before[line_id] for line_id in every if after[line_id] != before[line_id]}
    assert promised == gets(seen[bolt]) | gets(seen[nut])


@pytest.mark.parametrize("came", [1, 5, 12, 40])
def test_every_quantity_is_foreseen_as_it_is_received(work: UnitOfWork, dock: Dock, came: int) -> None:
    bolt = dock.item(work)
    asked = [wanted(work, dock, [(bolt, 5)], priority=priority) for priority in (30, 10, 20)]
    every = [origin.line_ids[0] for origin in asked]
    order_id = ordered(work, dock, (bolt, 40))
    seen = foresee(work, dock, {bolt: D(came)})[bolt]
    receive_goods(work, order_id, [DeliveredLine(lines_of(work, order_id)[0], D(came))], received_on=work.now.date())
    assert {line_id: qty for line_id, qty in allocated(work, every).items() if qty} == gets(seen)
    assert seen.qty_left == D(max(came - 15, 0))


def test_foreseeing_changes_nothing(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    line_id = wanted(work, dock, [(bolt, 5)]).line_ids[0]
    foresee(work, dock, {bolt: D(5)})
    assert demand_of(work, line_id)["qty_allocated"] == 0


def test_what_is_left_goes_where_the_rules_say(work: UnitOfWork, dock: Dock) -> None:
    bolt, nut = dock.item(work), dock.item(work)
    set_put_away_rule(work, bin_id=dock.place.bins["B-01"], item_id=bolt, priority=1, qty_capacity=D(6))
    set_put_away_rule(work, bin_id=dock.place.bins["A-02"], item_id=bolt, priority=2, qty_capacity=D(3))
    put_stock(work, dock.place, nut, 4, bin_code="A-01")
    wanted(work, dock, [(bolt, 5)])
    wanted(work, dock, [(nut, 3)], number="SO-KEPT")
    seen = foresee(work, dock, {bolt: D(20), nut: D(2)})
    assert [(share.bin_code, share.qty) for share in seen[bolt].bins] == [("B-01", D(6)), ("A-02", D(3))]
    assert (seen[bolt].qty_left, seen[bolt].qty_nowhere, seen[bolt].usual_bin) == (D(15), D(6), None)
    assert (seen[nut].qty_nowhere, seen[nut].usual_bin) == (D(2), "A-01")
    assert (seen[nut].qty_reserved, seen[nut].lines_reserved) == (D(3), 1)


def test_foreseeing_takes_the_same_executions_for_many_items(work: UnitOfWork, dock: Dock) -> None:
    counted = []
    for size in (1, 30):
        items = [dock.item(work) for _ in range(size)]
        for item in items:
            wanted(work, dock, [(item, 1), (item, 2)])
        with counted_executions(work.session) as seen:
            foresee(work, dock, dict.fromkeys(items, D(2)))
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 6


def test_a_quantity_is_judged_as_the_receipt_would(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    order_id = ordered(work, dock, (bolt, 100), over_percent=D(5), under_percent=D(3))
    line = purchase_order(work.session, order_id).lines[0]
    words = {qty: judge_line(line, D(qty)).word for qty in (50, 97, 100, 105, 106)}
    assert words == {50: "short", 97: "given_up", 100: "complete", 105: "over", 106: "refused"}
    assert judge_line(line, D(104)).qty_over == D(4)
    assert judge_line(line, D(60)).qty_missing == D(40)
    assert judge_line(line, D(60), final=True).word == "refused"
    refusal = judge_line(line, D(106)).refusal
    with pytest.raises(Refused) as said, work.session.begin_nested():
        receive_goods(work, order_id, [DeliveredLine(line.id, D(106))], received_on=work.now.date())
    assert refusal is not None
    assert replace_label(str(said.value)) == replace_label(str(refusal))
    assert judge_line(replace(line, qty_received=D(98)), D(2)).word == "complete"


def replace_label(said: str) -> str:
    """The sentence after the name of the line."""
    return said.partition(": ")[2]


def test_everything_that_should_come_is_listed_by_its_day(work: UnitOfWork, dock: Dock) -> None:
    today, bolt = work.now.date(), dock.item(work)
    supplier_id = a_supplier(work, [dock.company_id], code="NORDIC")
    asked = [OrderedLine(item_id=bolt, qty=D(5), unit_cost=D(2))]
    late = a_purchase_order(work, dock.place, supplier_id, asked, on=today - timedelta(days=10))
    a_purchase_order(work, dock.place, supplier_id, asked, on=today)
    due = a_purchase_order(work, dock.place, supplier_id, asked, on=today - timedelta(days=7))
    other = a_warehouse(work, dock.branch_id)
    put_stock(work, other, bolt, 9)
    transfer = create_transfer(
        work, from_warehouse_id=other.id, to_warehouse_id=dock.place.id, requested_on=today,
        lines=[TransferRequest(bolt, other.bin_id, D(3))],
    )  # fmt: skip
    ship_transfer(work, transfer, occurred_on=today)
    expect_back(work, dock, bolt, 2)
    kinds = ("purchase_order", "transfer", "return")
    found = expected(work.session, [dock.place.id], kinds, today)
    assert found.counts == {"late": 1, "today": 1, "later": 1, "no_day": 2}
    assert [(each.kind, each.days_late) for each in found.receipts] == [
        ("purchase_order", 3), ("purchase_order", 0), ("purchase_order", 0), ("return", 0), ("transfer", 0),
    ]  # fmt: skip
    assert found.receipts[0].id == late
    assert [each.id for each in expected(work.session, [dock.place.id], kinds, today, when="today").receipts] == [due]
    assert expected(work.session, [other.id], kinds, today).total == 0
    assert expected(work.session, [dock.place.id], ["transfer"], today).total == 1
    assert expected(work.session, [dock.place.id], kinds, today, q="nordic").total == 3
