"""A rehearsed step: everything that would follow is seen, and nothing of it stays."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWorkFactory
from tests.builders.finance import a_trade, books

TODAY = date(2026, 3, 16)
COUNTS = text("""SELECT (SELECT count(*) FROM finance.cash_receipt) AS receipts,
                        (SELECT count(*) FROM finance.open_item) AS items,
                        (SELECT count(*) FROM kernel.event) AS events,
                        (SELECT count(*) FROM kernel.delivery) AS deliveries""")


def test_a_rehearsal_shows_what_follows_and_leaves_nothing(services, system):
    with services.units.begin(system) as work:
        trade = a_trade(work)
    woken = []
    units = UnitOfWorkFactory(
        services.engine, services.bus, clock=services.clock, wake=lambda *told: woken.append(told)
    )

    def receive(work):
        record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            amount=Decimal("50.00"), received_on=TODAY,
        )

    with services.units.begin(system) as work:
        before = tuple(work.execute(COUNTS).one())
    seen = units.rehearse(
        system, receive, lambda work: (books(work, trade.company_id), tuple(work.execute(COUNTS).one()))
    )
    with services.units.begin(system) as work:
        assert tuple(work.execute(COUNTS).one()) == before
        assert books(work, trade.company_id) == {}
    assert seen[0] == {"cash": Decimal("50.00"), "receivable": Decimal("-50.00")}
    assert seen[1][0] == before[0] + 1
    assert seen[1][2] == before[2] + 1  # its event was handed out and stored, as in the step itself
    assert woken == []


def test_a_rehearsal_refuses_what_the_step_would_refuse_at_its_end(services, system):
    """Deferred guards fire, although nothing is committed."""
    with services.units.begin(system) as work:
        trade = a_trade(work)

    def unbalanced(work):
        receipt = record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            amount=Decimal("50.00"), received_on=TODAY,
        )
        work.settle()
        entry_id = work.session.scalar(
            text("SELECT id FROM finance.journal_entry WHERE source_id = :id"), {"id": receipt.id}
        )
        done = work.execute(
            text("""
                INSERT INTO finance.journal_line (id, entry_id, company_id, position, posted_on, account_id, debit,
                       credit, currency, currency_debit, currency_credit, rate, branch_id)
                SELECT :id, l.entry_id, l.company_id, 99, l.posted_on, a.id, 1, 0, l.currency, 1, 0, 1, l.branch_id
                FROM finance.journal_line l
                JOIN finance.account a ON a.company_id = l.company_id AND a.code = '6100'
                WHERE l.entry_id = :entry AND l.position = 1"""),
            {"entry": entry_id, "id": new_id()},
        )
        assert done.rowcount == 1

    with pytest.raises(Refused, match="balance"):
        services.units.rehearse(system, unbalanced, lambda work: None)
