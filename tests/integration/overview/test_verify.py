"""Every invariant holds over a busy quarter, has something to look at, and finds the fault planted against it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from erp.app import build_bus, build_services
from erp.config import Settings, data_dir
from erp.finance.ledger.seal import seal_ledger
from erp.kernel.clock import FixedClock
from erp.kernel.db import new_session
from erp.overview.verify.run import INVARIANTS, check_invariant, verify_books
from tests.builders.story import tell_story
from tests.conftest import TEST_INSTANT, Database

# What somebody with the owner's rights, triggers off and constraints dropped, would have to do to break each one.
FAULTS = {
    "entry-balances": (
        "UPDATE finance.journal_line SET debit = debit + 1 WHERE id = (SELECT id FROM finance.journal_line WHERE "
        "debit > 0 LIMIT 1)"
    ),
    "trial-balance": (
        "UPDATE finance.journal_line SET debit = debit + 1 WHERE id = (SELECT id FROM finance.journal_line WHERE "
        "debit > 0 LIMIT 1)"
    ),
    "line-belongs": (
        "UPDATE finance.journal_line SET posted_on = posted_on + 1 WHERE id = (SELECT id FROM "
        "finance.journal_line LIMIT 1)"
    ),
    "line-source": (
        "UPDATE finance.journal_entry SET source_event_id = gen_random_uuid() WHERE id = (SELECT id FROM "
        "finance.journal_entry LIMIT 1)"
    ),
    "control-detail": (
        "UPDATE finance.journal_line l SET subledger_kind = NULL FROM finance.account a WHERE a.id = l.account_id "
        "AND a.control = 'receivable'"
    ),
    "reversal-mirrors": (
        "UPDATE finance.journal_line SET debit = debit + 1 WHERE debit > 0 AND entry_id = (SELECT id FROM "
        "finance.journal_entry WHERE reverses_id IS NOT NULL LIMIT 1)"
    ),
    "closed-period": (
        "INSERT INTO finance.journal_entry (id, company_id, posted_on, purpose, memo, source_event_id, "
        "source_kind, source_id, subledger, actor, correlation_id) SELECT 'ffffffff-0000-7000-8000-000000000000', "
        "company_id, '2026-01-25', 'late', 'late', source_event_id, source_kind, source_id, subledger, actor, "
        "correlation_id FROM finance.journal_entry LIMIT 1"
    ),
    "seal-chain": (
        "UPDATE finance.journal_entry SET memo = 'something else' WHERE id = (SELECT entry_id FROM "
        "finance.journal_seal ORDER BY seal_no DESC LIMIT 1)"
    ),
    "roll-up": (
        "UPDATE finance.ledger_rollup SET debit = debit + 1, credit = credit + 1 WHERE account_id = (SELECT account_id "
        "FROM finance.ledger_rollup LIMIT 1)"
    ),
    "stock-ledger": (
        "UPDATE inventory.stock_balance SET qty_on_hand = qty_on_hand + 1 WHERE id = (SELECT id FROM "
        "inventory.stock_balance LIMIT 1)"
    ),
    "stock-total": "UPDATE inventory.item_warehouse SET qty_on_hand = qty_on_hand + 1",
    "never-oversold": "UPDATE inventory.item_warehouse SET qty_allocated = qty_available + 1",
    "promised-demand": (
        "UPDATE inventory.demand_line SET qty_allocated = qty_allocated - 1 WHERE qty_allocated > 0"
    ),
    "held-by-picks": "UPDATE inventory.pick_task SET status = 'cancelled' WHERE status = 'open'",
    "shipped-demand": "UPDATE inventory.demand_line SET qty_shipped = qty_shipped - 1 WHERE qty_shipped > 0",
    "serial-once": "UPDATE inventory.stock_balance SET qty_on_hand = 2 WHERE lot_id IS NOT NULL",
    "returns-within": "UPDATE inventory.return_expectation SET qty_received = qty_received - 1",
    "cost-ledger": "UPDATE inventory.cost_pool SET value = value + 1 WHERE qty > 0",
    "layers-cover": "UPDATE inventory.cost_layer SET qty_remaining = qty_remaining - 1 WHERE qty_remaining > 1",
    "layer-used": (
        "DELETE FROM inventory.cost_consumption WHERE id = (SELECT id FROM inventory.cost_consumption LIMIT 1)"
    ),
    "issue-traced": (
        "DELETE FROM inventory.cost_consumption WHERE id = (SELECT id FROM inventory.cost_consumption LIMIT 1)"
    ),
    "valued-stock": "UPDATE inventory.cost_pool SET qty = qty + 1 WHERE qty > 0",
    "inventory-accounts": "UPDATE inventory.cost_pool SET value = value + 1 WHERE qty > 0",
    "cost-posted": (
        "UPDATE inventory.cost_entry SET amount = amount + 1 WHERE id = (SELECT id FROM inventory.cost_entry "
        "LIMIT 1)"
    ),
    "shipment-cost": "UPDATE inventory.shipment_line SET cost_amount = cost_amount + 1",
    "order-shipped": "UPDATE crm.sales_order_line SET qty_shipped = qty_shipped - 1 WHERE qty_shipped > 0",
    "shipped-billed": (
        "DELETE FROM finance.sales_invoice_line WHERE id = (SELECT l.id FROM finance.sales_invoice_line l JOIN "
        "inventory.shipment s ON s.id = l.shipment_id WHERE s.status = 'shipped' LIMIT 1)"
    ),
    "billed-price": "UPDATE crm.billing_line SET amount = amount + 1 WHERE shipment_line_id IS NOT NULL",
    "unbilled-lines": "UPDATE finance.unbilled_line SET open_amount = open_amount - 1",
    "credited-once": "UPDATE finance.credit_memo_line SET amount = amount + 1000000 WHERE invoice_id IS NOT NULL",
    "unbilled-account": "UPDATE finance.unbilled_line SET open_amount = open_amount - 1",
    "invoice-adds-up": "UPDATE finance.sales_invoice SET total_amount = total_amount + 1",
    "numbers-gapless": (
        "UPDATE kernel.number_series SET last_number = last_number + 1 WHERE kind = 'sales_invoice'"
    ),
    "exposure": "UPDATE crm.exposure_entry SET amount = amount + 1",
    "receivables": "UPDATE finance.open_item SET balance_amount = balance_amount + 1 WHERE side = 'receivable'",
    "payables": (
        "UPDATE finance.journal_line l SET credit = credit + 1 WHERE id = ( SELECT l.id FROM finance.journal_line "
        "l JOIN finance.account a ON a.id = l.account_id WHERE a.control = 'payable' LIMIT 1)"
    ),
    "grni": "UPDATE finance.grni_item SET open_amount = open_amount + 1",
    "grni-lines": "UPDATE finance.grni_item SET open_amount = open_amount + 1",
    "open-balance": "UPDATE finance.open_item SET balance_amount = balance_amount + 1",
    "invoice-owed": "DELETE FROM finance.open_item WHERE kind = 'sales_invoice'",
    "cash-received": "DELETE FROM finance.open_item WHERE kind = 'cash_receipt'",
    "deliveries": "DELETE FROM kernel.delivery WHERE id = (SELECT max(id::text)::uuid FROM kernel.delivery)",
    "delivery-event": "UPDATE kernel.delivery SET event_id = gen_random_uuid()",
    "value-event": "UPDATE inventory.cost_posting SET source_event_id = gen_random_uuid()",
}


@pytest.fixture(scope="module")
def story_database(database_template) -> Iterator[Database]:
    """One database for the module; the faults are planted in transactions that are undone."""
    server, template = database_template
    made = Database(server.clone(template), server)
    settings = Settings(data_dir=data_dir(), database_url=made.application_url)
    services = build_services(settings, bind=made.engine, clock=FixedClock(TEST_INSTANT))
    tell_story(services)
    seal_ledger(services)
    yield made
    made.close()
    server.drop(made.name)


@pytest.fixture
def saboteur(story_database) -> Iterator[Connection]:
    """A superuser with triggers, foreign keys and check constraints out of the way."""
    engine = create_engine(story_database.superuser_url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("""
            DO $$ DECLARE rule record; BEGIN
                FOR rule IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
                            WHERE contype = 'c' AND coninhcount = 0 AND conrelid <> 0
                              AND connamespace::regnamespace::text IN ('inventory', 'finance', 'crm') LOOP
                    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', rule.place, rule.conname);
                END LOOP; END $$"""))
        yield connection
        connection.rollback()


def test_every_invariant_has_its_fault():
    assert set(FAULTS) == {invariant.code for invariant in INVARIANTS}
    assert len(INVARIANTS) >= 20


def test_a_busy_quarter_holds_and_every_invariant_looked_at_something(story_database):
    with new_session(story_database.engine) as session:
        findings = verify_books(session, build_bus())
    assert {f.invariant.code: [tuple(row) for row in f.examples] for f in findings if f.broken} == {}
    assert [f.invariant.code for f in findings if f.population == 0] == []


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda invariant: invariant.code)
def test_a_planted_fault_is_found(saboteur, invariant):
    planted = saboteur.execute(text(FAULTS[invariant.code]))
    assert planted.rowcount > 0, "the fault touched nothing"
    finding = check_invariant(Session(bind=saboteur), build_bus(), invariant)
    assert finding.broken > 0
    assert finding.examples[0].what
