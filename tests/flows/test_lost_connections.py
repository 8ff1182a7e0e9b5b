"""A session's connection is cut: nothing is half done, the next step works, and a repeated form acts once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.direct import DirectSession
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import Trade, a_trade
from tests.conftest import Database
from tests.kit.web_client import form_on, signed_in, user_with_role

TODAY = date(2026, 3, 16)


def cut(database: Database, pid: object) -> None:
    """End one session on the server, as a broken line or a restart of the server does."""
    with database.server.connect() as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def receipts(services: Services) -> int:
    with services.engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM finance.cash_receipt")) or 0)


def receive(work: UnitOfWork, trade: Trade) -> object:
    return record_cash_receipt(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
        amount=Decimal("12.50"), received_on=TODAY,
    )


def test_a_connection_cut_before_the_commit_leaves_nothing_behind(
    services: Services, system: Actor, database: Database, proof: Callable[[Services], None]
) -> None:
    trade = services.units.run(system, a_trade)

    def interrupted(work: UnitOfWork) -> None:
        receive(work, trade)
        cut(database, work.session.scalar(text("SELECT pg_backend_pid()")))

    with pytest.raises(OperationalError):
        services.units.run(system, interrupted)
    assert receipts(services) == 0
    services.units.run(system, lambda work: receive(work, trade))
    assert receipts(services) == 1
    proof(services)


def test_a_form_whose_answer_was_lost_after_the_commit_acts_once_when_sent_again(
    app: Flask, services: Services, system: Actor, database: Database, proof: Callable[[Services], None]
) -> None:
    trade = services.units.run(system, a_trade)
    with services.engine.connect() as connection:
        code = connection.scalar(text("SELECT code FROM crm.customer WHERE id = :id"), {"id": trade.customer_id})
    client = signed_in(app, services, user_with_role(services, "administrator"))
    form = form_on(client, f"/finance/cash-receipts/new?customer={code}", "/finance/cash-receipts")
    sent = {**form, "amount": "12.50", "method": "bank_transfer"}
    lost = []

    def after_commit(work_session: object) -> None:
        # The server has committed; its word of it never reaches the page.
        if not lost and receipts(services) == 1:
            lost.append(True)
            raise OperationalError("COMMIT", {}, Exception("server closed the connection unexpectedly"))

    event.listen(DirectSession, "after_commit", after_commit)
    try:
        first = client.post("/finance/cash-receipts", data=sent)
    finally:
        event.remove(DirectSession, "after_commit", after_commit)
    assert lost
    assert first.status_code == 503
    assert "Send it again unchanged" in first.text
    assert receipts(services) == 1
    again = client.post("/finance/cash-receipts", data=sent)
    assert again.status_code == 303
    assert receipts(services) == 1
    proof(services)
