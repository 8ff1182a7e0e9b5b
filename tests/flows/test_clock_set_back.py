"""The clock is set back two hours and the programs are started anew: trade goes on, and the books are right."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import text

from erp.finance.ledger.seal import seal_ledger
from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.finance.reports.trial_balance import trial_balance
from erp.kernel import identifiers
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.clock import FixedClock
from erp.kernel.db import new_session
from erp.kernel.relay import deliver_due
from tests.builders.finance import a_trade, books, shipped

BACK = timedelta(hours=2)


@contextmanager
def set_back(clock: FixedClock, monkeypatch) -> Iterator[None]:
    """The time of day, and that in new identifiers, of a program started after the clock was set back."""
    real = identifiers.time.time_ns
    behind = int(BACK.total_seconds() * 1_000_000_000)
    clock.at -= BACK
    with monkeypatch.context() as patch:
        patch.setattr(identifiers, "_last_tick", 0)
        patch.setattr(identifiers.time, "time_ns", lambda: real() - behind)
        yield
    clock.at += BACK


def test_trade_goes_on_after_the_clock_is_set_back(
    services: Services, system: Actor, clock: FixedClock, monkeypatch, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00", qty=20)
    day = clock.at.date()
    with services.units.begin(system) as work:
        shipped(work, trade, [(bolts, 5)], on=day)
    seal_ledger(services)
    with new_session(services.engine) as session:
        known = session.scalar(text("SELECT max(seal_no) FROM finance.journal_seal WHERE company_id = :id"),
                               {"id": trade.company_id})
        then = trial_balance(session, trade.company_id, day, day, known_at=known)

    with set_back(clock, monkeypatch):
        with services.units.begin(system) as work:
            shipped(work, trade, [(bolts, 4)], on=day)
            record_cash_receipt(
                work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
                amount=Decimal("30.00"), received_on=day,
            )
        seal_ledger(services)
        deliver_due(services)
        proof(services)

    with services.units.begin(system) as work:
        shipped(work, trade, [(bolts, 1)], on=day)
    seal_ledger(services)
    deliver_due(services)
    with new_session(services.engine) as session:
        again = trial_balance(session, trade.company_id, day, day, known_at=known)
        now = trial_balance(session, trade.company_id, day, day)
        seals = session.scalars(text("SELECT seal_no FROM finance.journal_seal WHERE company_id = :id ORDER BY 1"),
                                {"id": trade.company_id}).all()
    assert again == then  # as known before, whatever the clock said later
    assert seals == list(range(1, len(seals) + 1))
    assert now.closing == 0
    with services.units.begin(system) as work:
        after = books(work, trade.company_id)
    # Ten bolts sold at 10.00 that cost 6.00, with ten per cent tax; 30.00 received.
    assert (after["sales"], after["cogs"], after["receivable"], after["tax"], after["cash"]) == (
        Decimal("-100.00"), Decimal("60.00"), Decimal("80.00"), Decimal("-10.00"), Decimal("30.00"))
    proof(services)
