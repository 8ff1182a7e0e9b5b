"""Sixty-four sessions at the same moment: one right outcome, no circle of waiting, and books that prove."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import LineEntry, enter_sales_order
from erp.crm.orders.submit_sales_order import submit_sales_order
from erp.finance.close.close_period import close_period
from erp.finance.open_items.apply import Application
from erp.finance.receivables.apply_cash import apply_cash
from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.inventory.packing.pack import pack_shipment
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.picking.release import release_wave
from erp.inventory.shipping.confirm import confirm_shipment
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import period_of
from tests.builders.crm import a_customer, an_order
from tests.builders.finance import Trade, a_trade, invoice_of, open_items_of, shipped, subledger_faults
from tests.flows.races.conftest import CROWD
from tests.kit.sessions import at_once, no_deadlock

TODAY = date(2026, 3, 16)


def all_at_once(
    services: Services, system: Actor, steps: list[Callable[[UnitOfWork], object]]
) -> tuple[list[object], list[Refused]]:
    """What came of the steps, and what was refused; anything else that was raised fails the test."""

    def on_own_session(step: Callable[[UnitOfWork], object]) -> Callable[[], object]:
        return lambda: services.units.run(system, step)

    with no_deadlock(services.engine):
        answers = at_once([on_own_session(step) for step in steps])
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, Refused):
            raise answer
    return [a for a in answers if not isinstance(a, Exception)], [a for a in answers if isinstance(a, Refused)]


def packed(work: UnitOfWork, trade: Trade, item_id: UUID, qty: int) -> UUID:
    """A shipment that is ready to leave."""
    order = an_order(work, trade.shop, trade.customer_id, [(item_id, qty)])
    work.settle()
    wave = release_wave(work, trade.shop.place.id, origin_ids=[order.id])
    rows = work.execute(text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :w"), {"w": wave.id})
    confirm_picks(work, [Pick(row.id, row.qty) for row in rows])
    pack_shipment(work, wave.shipments[order.id])
    return wave.shipments[order.id]


def test_ten_units_go_to_ten_of_sixty_four_submitters(
    crowd: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with crowd.units.begin(system) as work:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00", qty=10)
        drafts = [
            enter_sales_order(work, trade.shop.entry(
                work, a_customer(work, trade.shop.company), [LineEntry(qty=Decimal(1), item_id=bolts)])).id
            for _ in range(CROWD)
        ]  # fmt: skip

    steps = [lambda work, order_id=order_id: submit_sales_order(work, order_id, occurred_on=TODAY)
             for order_id in drafts]  # fmt: skip
    accepted, refused = all_at_once(crowd, system, steps)

    assert (len(accepted), refused) == (CROWD, [])
    with crowd.engine.connect() as connection:
        promised = connection.execute(
            text("SELECT qty_allocated, count(*) FROM inventory.demand_line GROUP BY 1 ORDER BY 1")
        ).all()
        stock = connection.execute(text("SELECT qty_available, qty_allocated FROM inventory.item_warehouse")).one()
    assert [tuple(row) for row in promised] == [(0, CROWD - 10), (1, 10)]
    assert tuple(stock) == (10, 10)
    proof(crowd)


def test_one_customer_is_not_sold_more_than_its_limit_by_sixty_four_submitters(
    crowd: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with crowd.units.begin(system) as work:
        trade = a_trade(work, tax_percent=None, limit="100")
        bolts = trade.item(work, "10.00")
        drafts = [
            enter_sales_order(work, trade.shop.entry(
                work, trade.customer_id, [LineEntry(qty=Decimal(1), item_id=bolts)])).id
            for _ in range(CROWD)
        ]  # fmt: skip

    steps = [lambda work, order_id=order_id: submit_sales_order(work, order_id, occurred_on=TODAY)
             for order_id in drafts]  # fmt: skip
    accepted, refused = all_at_once(crowd, system, steps)

    assert (len(accepted), refused) == (CROWD, [])
    with crowd.engine.connect() as connection:
        decisions = Counter(connection.scalars(text("SELECT decision FROM crm.sales_order")))
    assert decisions == {"released": 10, "held": CROWD - 10}
    proof(crowd)


def test_a_shipment_confirmed_by_sixty_four_leaves_once(
    crowd: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with crowd.units.begin(system) as work:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00", qty=10)
        shipment_id = packed(work, trade, bolts, 10)

    confirmed, refused = all_at_once(
        crowd, system, [lambda work: confirm_shipment(work, shipment_id, occurred_on=TODAY)] * CROWD
    )

    assert refused == []
    assert len(set(confirmed)) == 1  # who came later is told the same as the first
    with crowd.engine.connect() as connection:
        counts = connection.execute(text("""
            SELECT (SELECT count(*) FROM finance.sales_invoice),
                   (SELECT sum(total_amount) FROM finance.sales_invoice),
                   (SELECT count(*) FROM inventory.stock_movement WHERE kind = 'shipment'),
                   (SELECT count(*) FROM kernel.event WHERE name = 'inventory.ShipmentConfirmed'),
                   (SELECT qty_on_hand FROM inventory.item_warehouse)
        """)).one()  # fmt: skip
    assert tuple(counts) == (1, Decimal("110.00"), 1, 1, 0)
    proof(crowd)


def test_the_same_cash_is_applied_once_by_sixty_four(
    crowd: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with crowd.units.begin(system) as work:
        trade = a_trade(work)
        invoice = invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 10)]))
        owed = open_items_of(work, invoice.id)[0].id
    with crowd.units.begin(system) as work:
        receipt = record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            amount=Decimal("100.00"), received_on=TODAY,
        )  # fmt: skip

    application = Application(owed, Decimal("100.00"), receipt.open_item_id)
    applied, refused = all_at_once(
        crowd, system, [lambda work: apply_cash(work, trade.company_id, [application], applied_on=TODAY)] * CROWD
    )

    assert (len(applied), len(refused)) == (1, CROWD - 1)
    with crowd.units.begin(system) as work:
        assert open_items_of(work, invoice.id)[0].balance_amount == Decimal("10.00")
        assert open_items_of(work, receipt.id)[0].balance_amount == 0
        assert subledger_faults(work, trade.company_id) == []
    proof(crowd)


def test_who_posts_while_the_period_closes_is_in_it_or_refused(
    crowd: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with crowd.units.begin(system) as work:
        trade = a_trade(work)
        period_id = period_of(work.session, trade.company_id, TODAY).id

    def receive(work: UnitOfWork) -> object:
        return record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            amount=Decimal("12.50"), received_on=TODAY,
        )  # fmt: skip

    steps: list[Callable[[UnitOfWork], object]] = [receive] * (CROWD - 1)
    steps.insert(CROWD // 2, lambda work: close_period(work, period_id))
    done, refused = all_at_once(crowd, system, steps)

    assert len(done) + len(refused) == CROWD
    assert all("closed" in refusal.message for refusal in refused)
    with crowd.units.begin(system) as work:
        closed = period_of(work.session, trade.company_id, TODAY)
        assert closed.general_state == closed.receivables_state == "closed"
        booked, entries = work.execute(text(
            "SELECT (SELECT coalesce(sum(amount), 0) FROM finance.cash_receipt), "
            "       (SELECT count(*) FROM finance.journal_entry WHERE posted_on = :day)"),
            {"day": TODAY}).one()  # fmt: skip
    assert booked == Decimal("12.50") * (len(done) - 1)
    assert entries == len(done) - 1
    _, late = all_at_once(crowd, system, [receive])
    assert len(late) == 1
    proof(crowd)
