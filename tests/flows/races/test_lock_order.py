"""Sessions stopped at each lock of a shipment: in the one order nobody waits in a circle; reversed, somebody would."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from erp.finance.close.close_period import close_period
from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.inventory.shipping.confirm import confirm_shipment
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import lock_period, period_of
from tests.builders.finance import Trade, a_trade
from tests.flows.races.test_sixty_four_sessions import packed
from tests.kit.sessions import StoppingPlaces, no_deadlock

TODAY = date(2026, 3, 16)
# The locks that confirming a shipment takes, in their order: how each is recognised, and the rows it takes.
LOCKS = {
    "demand lines": (r"(?s)inventory\.demand_line d .*FOR NO KEY UPDATE", "inventory.demand_line"),
    "shipment": (r"(?s)inventory\.shipment AS t.*FOR NO KEY UPDATE", "inventory.shipment"),
    "stock of the warehouse": (r"(?s)inventory\.item_warehouse w.*FOR NO KEY UPDATE", "inventory.item_warehouse"),
    "stock balances": (r"(?s)inventory\.stock_balance b.*FOR NO KEY UPDATE", "inventory.stock_balance"),
    "cost pools": (r"(?s)inventory\.cost_pool p.*FOR NO KEY UPDATE", "inventory.cost_pool"),
    "sales order lines": (r"(?s)crm\.sales_order_line.*FOR NO KEY UPDATE", "crm.sales_order_line"),
    "number series": (r"INSERT INTO kernel\.number_series", "kernel.number_series"),
}


@pytest.fixture
def shipment(services: Services, system: Actor) -> tuple[Trade, UUID]:
    """A packed shipment, after another of the same goods has left."""

    def build(work: UnitOfWork) -> tuple[Trade, UUID, UUID]:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00", qty=20)
        return trade, packed(work, trade, bolts, 5), packed(work, trade, bolts, 5)

    trade, first, second = services.units.run(system, build)
    services.units.run(system, lambda work: confirm_shipment(work, first, occurred_on=TODAY))
    return trade, second


def committed(services: Services, system: Actor, step: Callable[[UnitOfWork], object]) -> Callable[[], object]:
    """The step in one transaction that is not begun anew after a deadlock."""

    def run() -> object:
        with services.units.begin(system) as work:
            return step(work)

    return run


def test_a_shipment_takes_its_locks_in_the_stated_order(
    services: Services, system: Actor, shipment: tuple[Trade, UUID]
) -> None:
    taken: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        taken.extend(name for name, (pattern, _) in LOCKS.items() if re.search(pattern, statement))

    event.listen(services.engine, "before_cursor_execute", note)
    try:
        services.units.run(system, lambda work: confirm_shipment(work, shipment[1], occurred_on=TODAY))
    finally:
        event.remove(services.engine, "before_cursor_execute", note)
    assert list(dict.fromkeys(taken)) == list(LOCKS)


@pytest.mark.parametrize("place", list(LOCKS)[1:])
def test_two_who_keep_the_order_wait_for_each_other_in_turn(
    services: Services, system: Actor, shipment: tuple[Trade, UUID], places: StoppingPlaces, place: str,
    proof: Callable[[Services], None],
) -> None:
    confirm = committed(services, system, lambda work: confirm_shipment(work, shipment[1], occurred_on=TODAY))
    with no_deadlock(services.engine):
        first = places.start(confirm, before=LOCKS[place][0])
        second = places.start(confirm)
        assert places.waits(second)
        assert first.finish() == second.finish()
    proof(services)


@pytest.mark.parametrize("place", list(LOCKS)[1:])
def test_one_who_reverses_the_order_is_found_out(
    services: Services, system: Actor, shipment: tuple[Trade, UUID], places: StoppingPlaces, place: str,
    proof: Callable[[Services], None],
) -> None:
    """The planted fault: the same step, but with the later lock taken before the earlier ones."""
    pattern, table = LOCKS[place]

    def confirm(work: UnitOfWork) -> object:
        return confirm_shipment(work, shipment[1], occurred_on=TODAY)

    def reversed_order(work: UnitOfWork) -> object:
        work.execute(text(f"SELECT 1 FROM {table} FOR NO KEY UPDATE"))  # noqa: S608
        return confirm(work)

    first = places.start(committed(services, system, confirm), before=pattern)
    second = places.start(committed(services, system, reversed_order))
    assert places.waits(second)
    faults = []
    for session in (first, second):
        try:
            session.finish()
        except DBAPIError as error:
            faults.append(error.orig)
    assert [type(fault) for fault in faults] == [DeadlockDetected]
    services.units.run(system, confirm)
    proof(services)


def test_closing_waits_for_who_is_posting_and_refuses_who_comes_after(
    services: Services, system: Actor, shipment: tuple[Trade, UUID], places: StoppingPlaces,
    proof: Callable[[Services], None],
) -> None:
    trade = shipment[0]
    with services.units.begin(system) as work:
        period_id = period_of(work.session, trade.company_id, TODAY).id
        close_period(work, period_of(work.session, trade.company_id, date(2026, 1, 31)).id)

    def receive(work: UnitOfWork) -> object:
        receipt = record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            amount=Decimal("12.50"), received_on=TODAY,
        )  # fmt: skip
        work.settle()
        work.execute(text("SELECT 'everything is posted'"))
        return receipt

    def close(work: UnitOfWork) -> object:
        # What is packed and not yet sent would keep the month open; here only the waiting is looked at.
        lock_period(work, period_id)
        return work.session.scalar(text("SELECT count(*) FROM finance.cash_receipt"))

    posting = places.start(committed(services, system, receive), before="everything is posted")
    closing = places.start(committed(services, system, close))
    assert places.waits(closing)
    posting.finish()
    assert closing.finish() == 1
    services.units.run(system, lambda work: confirm_shipment(work, shipment[1], occurred_on=TODAY))
    services.units.run(system, lambda work: close_period(work, period_id))
    with pytest.raises(Refused, match="closed"):
        services.units.run(system, receive)
    proof(services)
