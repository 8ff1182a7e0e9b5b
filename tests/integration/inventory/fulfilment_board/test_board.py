"""The board's figures are the figures of the stock, of the orders and of its own lists."""

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.carriers.create_carrier import create_carrier
from erp.inventory.fulfilment.allocate_orders import allocate_orders
from erp.inventory.fulfilment.plan_carrier import plan_carrier
from erp.inventory.fulfilment_board.board import TOP, BoardColumn, Card, board
from erp.inventory.fulfilment_board.board_choices import open_waves_on_board, zones
from erp.inventory.fulfilment_board.cards import STATES, BoardChoice
from erp.inventory.fulfilment_board.listing import cards_listed
from erp.inventory.packing.pack import pack_shipment
from erp.inventory.picking.cancel import AlreadyShipped, cancel_pickings
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.shipping.confirm import confirm_shipment
from erp.inventory.shipping.hand_over import hand_over_shipment
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import Dock, Wanted, a_dock, a_wave, allocation_faults, demand_of, pick_all, wanted

D = Decimal
NOON = time(12)


def choice(work: UnitOfWork, dock: Dock, clock: time = NOON, **chosen: object) -> BoardChoice:
    return BoardChoice([dock.place.id], work.now.date(), clock, **chosen)  # type: ignore[arg-type]


def columns(work: UnitOfWork, dock: Dock, **chosen: object) -> dict[str, BoardColumn]:
    return {column.state: column for column in board(work.session, choice(work, dock, **chosen))}  # type: ignore[arg-type]


def cards(column: BoardColumn) -> list[Card]:
    return [card for group in column.groups for card in group.shown]


def numbers(column: BoardColumn) -> list[str]:
    return [card.face.origin_number for card in cards(column)]


@pytest.fixture
def dock(work: UnitOfWork) -> Dock:
    return a_dock(work)


def test_every_card_stands_in_one_column_with_its_figures(work: UnitOfWork, dock: Dock) -> None:
    bolt, nut = dock.item(work, sku="BOLT"), dock.item(work, sku="NUT")
    work.execute(text("UPDATE inventory.item SET weight_kg = 0.5 WHERE id = :id"), {"id": bolt})
    put_stock(work, dock.place, bolt, 100)
    put_stock(work, dock.place, nut, 3)
    waiting = wanted(work, dock, [(nut, 20)], number="SO-WAITS", allocate=False)
    ready = wanted(work, dock, [(bolt, 6), (nut, 5)], number="SO-READY")  # 3 nuts are promised, 2 are missing
    waved = wanted(work, dock, [(bolt, 4)], number="SO-WAVE")
    picking = wanted(work, dock, [(bolt, 1), (bolt, 2)], number="SO-PICKING")
    picked, packed, gone, taken = (wanted(work, dock, [(bolt, 7)], number=f"SO-{n}") for n in (5, 6, 7, 8))
    a_wave(work, dock, waved)
    begun = a_wave(work, dock, picking)
    confirm_picks(work, [Pick(begun.task_ids[0], _qty(work, begun.task_ids[0]))])
    for origin in (picked, packed, gone, taken):
        wave = a_wave(work, dock, origin)
        pick_all(work, wave)
        if origin is not picked:
            pack_shipment(work, wave.shipments[origin.origin_id])
        if origin in (gone, taken):
            confirm_shipment(work, wave.shipments[origin.origin_id], occurred_on=work.now.date())
        if origin is taken:
            hand_over_shipment(work, wave.shipments[origin.origin_id], carrier="Parcel Express")

    found = columns(work, dock)
    assert {state: numbers(found[state]) for state in STATES} == {
        "to_allocate": ["SO-WAITS"], "ready": ["SO-READY"], "in_a_wave": ["SO-WAVE"], "picking": ["SO-PICKING"],
        "to_pack": ["SO-5"], "to_ship": ["SO-6", "SO-7"],
    }  # fmt: skip
    assert [(found[state].count, found[state].lines, found[state].qty) for state in STATES] == [
        (1, 1, D(20)), (1, 2, D(9)), (1, 1, D(4)), (1, 2, D(3)), (1, 1, D(7)), (2, 2, D(14)),
    ]  # fmt: skip
    assert found["in_a_wave"].weight_kg == D(2)
    assert not found["ready"].is_weighed  # nobody said what a nut weighs
    card = cards(found["ready"])[0]
    assert (card.id, card.face.percent, card.weight_kg) == (ready.origin_id, 81, D(3))  # 9 of 11 are promised
    assert cards(found["to_allocate"])[0].face.percent == 0
    assert cards(found["picking"])[0].face.percent == 50
    promised = demand_of(work, ready.line_ids[1])
    assert found["ready"].qty == promised["qty_allocated"] + 6
    assert waiting.origin_id == cards(found["to_allocate"])[0].id


def test_the_lists_hold_what_the_columns_count(work: UnitOfWork, dock: Dock) -> None:
    items = [dock.item(work, sku=f"I-{n}") for n in range(3)]
    for item in items:
        put_stock(work, dock.place, item, 30)
    origins = [wanted(work, dock, [(item, 4) for item in items], number=f"SO-{n}") for n in range(9)]
    a_wave(work, dock, *origins[:3])
    for state, column in columns(work, dock).items():
        rows = work.session.execute(cards_listed(choice(work, dock), state)).all()
        assert len(rows) == column.count
        assert sum(row.lines for row in rows) == column.lines
        assert sum((row.qty for row in rows), D(0)) == column.qty
        for group in column.groups:
            listed = work.session.execute(cards_listed(choice(work, dock), state, group.due)).all()
            assert len(listed) == sum(each.count for each in column.groups if each.due == group.due)


def test_the_most_urgent_come_first_and_the_rest_is_counted(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    for n in range(TOP + 5):
        wanted(work, dock, [(bolt, 1)], number=f"SO-{n:02}", priority=100 - n)
    column = columns(work, dock)["to_allocate"]
    assert (column.count, len(cards(column)), column.more) == (TOP + 5, TOP, 5)
    assert numbers(column)[0] == f"SO-{TOP + 4:02}"


def test_cards_leave_by_day_then_by_the_cut_off_of_their_carrier(work: UnitOfWork, dock: Dock) -> None:
    today, bolt = work.now.date(), dock.item(work)
    early = create_carrier(work, code="early", name="Early Bird", cut_off=time(11, 30))
    late = create_carrier(work, code="late", name="Late Owl", cut_off=time(17))
    orders: dict[str, UUID] = {}
    days: dict[str, date] = {
        "past": today - timedelta(days=1), "missed": today, "now": today, "soon": today + timedelta(days=1),
        "then": today + timedelta(days=5),
    }  # fmt: skip
    for name, day in days.items():
        orders[name] = wanted(work, dock, [(bolt, 1)], number=name, promised_on=day).origin_id
    plan_carrier(work, dock.place.id, early, origin_ids=[orders["missed"]])
    plan_carrier(work, dock.place.id, late, origin_ids=[orders["now"], orders["past"]])
    groups = columns(work, dock)["to_allocate"].groups
    assert [(group.due, group.carrier_code, [card.face.origin_number for card in group.shown]) for group in groups] == [
        ("overdue", "EARLY", ["missed"]), ("overdue", "LATE", ["past"]), ("today", "LATE", ["now"]),
        ("tomorrow", None, ["soon"]), ("later", None, ["then"]),
    ]  # fmt: skip
    morning = columns(work, dock, clock=time(9))["to_allocate"].groups
    assert ("today", "EARLY") in [(group.due, group.carrier_code) for group in morning]
    assert numbers(columns(work, dock, carrier_id=late)["to_allocate"]) == ["past", "now"]
    assert numbers(columns(work, dock, no_carrier=True)["to_allocate"]) == ["soon", "then"]


def test_cards_are_narrowed_by_name_priority_and_zone(work: UnitOfWork, dock: Dock) -> None:
    left, right = dock.item(work), dock.item(work)
    put_stock(work, dock.place, left, 50, bin_code="A-01")
    put_stock(work, dock.place, right, 50, bin_code="B-01")
    urgent = wanted(work, dock, [(left, 1)], number="SO-A", priority=1)
    both = wanted(work, dock, [(left, 2), (right, 3)], number="SO-AB", priority=50)
    wanted(work, dock, [(right, 4)], number="SO-B", priority=90)
    assert zones(work.session, dock.place.id) == ["A", "B"]
    assert numbers(columns(work, dock, zone="b")["ready"]) == ["SO-AB", "SO-B"]
    assert columns(work, dock, zone="A")["ready"].qty == D(6)  # whole orders, whatever the zone
    assert numbers(columns(work, dock, priority=50)["ready"]) == ["SO-A", "SO-AB"]
    assert numbers(columns(work, dock, q="so-ab")["ready"]) == ["SO-AB"]
    assert numbers(columns(work, dock, q="harbor")["ready"]) == ["SO-A", "SO-AB", "SO-B"]
    assert numbers(columns(work, dock, q="100%")["ready"]) == []
    a_wave(work, dock, urgent, both)
    assert numbers(columns(work, dock, zone="B")["in_a_wave"]) == ["SO-AB"]


def test_promising_gives_what_the_card_said(work: UnitOfWork, dock: Dock) -> None:
    bolt, nut = dock.item(work), dock.item(work)
    put_stock(work, dock.place, bolt, 6)
    put_stock(work, dock.place, nut, 100)
    origin = wanted(work, dock, [(bolt, 4), (bolt, 6), (nut, 10)], allocate=False)
    wanted(work, dock, [(bolt, 9)], number="SO-FIRST", priority=1, allocate=False)  # first in turn, but not chosen
    said = next(card for card in cards(columns(work, dock)["to_allocate"]) if card.id == origin.origin_id)
    promised = allocate_orders(work, dock.place.id, [origin.origin_id])
    assert sum(promised.values()) == D(16)
    assert said.face.percent == 80  # 16 of 20
    assert cards(columns(work, dock)["ready"])[0].qty == D(16)
    assert allocation_faults(work) == []


def test_the_board_takes_the_same_executions_however_full_it_is(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 500)
    counted = []
    for size in (2, 40):
        origins = [wanted(work, dock, [(bolt, 1), (bolt, 2)]) for _ in range(size)]
        for origin in origins[: size // 2]:
            a_wave(work, dock, origin)
        with counted_executions(work.session) as seen:
            board(work.session, choice(work, dock))
            open_waves_on_board(work.session, dock.place.id)
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 5


def test_shipments_are_taken_off_together(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 40)
    origins = [wanted(work, dock, [(bolt, 2)], number=f"SO-{n}") for n in range(3)]
    wave = a_wave(work, dock, *origins)
    with pytest.raises(Refused, match="Say why"), work.session.begin_nested():
        cancel_pickings(work, list(wave.shipments.values()), " ")
    with counted_executions(work.session) as seen:
        cancel_pickings(work, list(wave.shipments.values())[:2], "The truck is full")
    assert len(seen) <= 8
    found = columns(work, dock)
    assert (found["ready"].count, found["in_a_wave"].count) == (2, 1)
    assert allocation_faults(work) == []
    left = ship_one(work, dock, origins[2], wave.shipments[origins[2].origin_id])
    with pytest.raises(AlreadyShipped), work.session.begin_nested():
        cancel_pickings(work, [left], "Too late")


def ship_one(work: UnitOfWork, dock: Dock, origin: Wanted, shipment_id: UUID) -> UUID:
    tasks = work.execute(
        text("SELECT id, qty FROM inventory.pick_task WHERE shipment_id = :s"), {"s": shipment_id}
    ).all()
    confirm_picks(work, [Pick(task.id, task.qty) for task in tasks])
    pack_shipment(work, shipment_id)
    confirm_shipment(work, shipment_id, occurred_on=work.now.date())
    return shipment_id


def _qty(work: UnitOfWork, task_id: UUID) -> Decimal:
    asked = text("SELECT qty FROM inventory.pick_task WHERE id = :id")
    qty: Decimal = work.execute(asked, {"id": task_id}).scalar_one()
    return qty
