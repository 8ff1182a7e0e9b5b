"""What stands below every record: its trail, entries, e-mails and history, as far as the person may see them."""

import re

import pytest
from sqlalchemy import text

from erp.crm.customers.change_customer import change_customer
from erp.inventory.catalog.change_item import change_item
from erp.kernel.actor import Actor
from erp.kernel.db import new_session
from erp.kernel.identifiers import new_id
from erp.kernel.jobs import enqueue_job
from erp.kernel.papers.sent import PaperEmail
from erp.kernel.rows import insert_rows
from erp.overview.about.changes import changes_of
from erp.overview.trail.emails import emails_of
from erp.overview.trail.queries import document_trail
from tests.builders.crm import a_customer, a_shop
from tests.builders.executions import counted_executions
from tests.builders.organization import a_branch, a_company
from tests.builders.story import tell_story

TABLES = {
    "sales_order": "crm.sales_order", "wave": "inventory.wave", "shipment": "inventory.shipment", "rma": "crm.rma",
    "sales_invoice": "finance.sales_invoice", "cash_receipt": "finance.cash_receipt",
    "return_receipt": "inventory.return_receipt", "credit_memo": "finance.credit_memo",
    "purchase_order": "inventory.purchase_order", "goods_receipt": "inventory.goods_receipt",
    "supplier_bill": "finance.supplier_bill", "stock_adjustment": "inventory.stock_adjustment",
    "manual_journal": "finance.manual_journal", "journal_entry": "finance.journal_entry", "item": "inventory.item",
    "customer": "crm.customer", "supplier": "inventory.supplier", "account": "finance.account",
}  # fmt: skip


def first_of(services, table):
    with services.engine.connect() as connection:
        return connection.execute(text(f"SELECT id FROM {table} ORDER BY id LIMIT 1")).scalar_one()  # noqa: S608


def test_every_kind_of_page_has_notes_attachments_and_what_is_about_it(app, services, client):
    tell_story(services)
    kinds = app.extensions["erp.dossier"]
    assert set(TABLES) <= set(kinds)
    for kind, table in TABLES.items():
        record_id = first_of(services, table)
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == kinds[kind].endpoint)
        page = client.get(re.sub(r"<[^>]*>", str(record_id), rule.rule))
        assert page.status_code == 200, kind
        about = f"/overview/about/{kind}/{record_id}"
        for part in (f'hx-get="{about}"', 'id="notes"', 'id="attachments"'):
            assert page.text.count(part) == 1, f"{kind}: {part}"
        told = client.get(about)
        assert told.status_code == 200, f"{kind}: {told.text}"
        assert 'id="history"' in told.text


def test_the_entries_behind_a_shipment_balance_and_lead_on(services, client):
    story = tell_story(services)
    told = client.get(f"/overview/about/shipment/{story.shipment_id}").text
    entries = told[told.index('id="entries"') : told.index('id="history"')]
    figures = re.findall(r'<td class="num">(?:<strong>)?([\d,.]+)', entries)
    assert figures
    assert figures[0::2] == figures[1::2], "what is debited is credited"
    assert re.search(r'href="/finance/journal-entries/[0-9a-f-]{36}">JE-', entries)
    assert "ShipmentConfirmed" in told[told.index('id="history"') :]


def test_the_picture_leads_to_events_entries_and_emails_and_says_the_same_as_a_list(services, client):
    story = tell_story(services)
    invoice_id = first_of(services, "finance.sales_invoice")
    services.units.run(Actor.system("test"), lambda work: _send(work, invoice_id))
    told = client.get(f"/overview/about/sales_invoice/{invoice_id}").text
    drawn = set(re.findall(r'href="([^"]+)"', re.search(r"<svg class=\"trail\".*?</svg>", told, re.S).group()))
    listed = set(re.findall(r'href="([^"]+)"', re.search(r'<ol class="trail-list">.*?</ol>', told, re.S).group()))
    assert drawn == listed
    for start in ("/inventory/shipments/", "/overview/events/", "/finance/journal-entries/", "/overview/trail/emails/"):
        assert any(href.startswith(start) for href in drawn), start
    assert story.shipment_id


def test_an_email_is_shown_as_it_was_sent(services, client, client_as):
    tell_story(services)
    invoice_id = first_of(services, "finance.sales_invoice")
    services.units.run(Actor.system("test"), lambda work: _send(work, invoice_id))
    with new_session(services.engine) as session:
        (sent,) = (email for email in emails_of(session, [invoice_id]) if email.state == "sent")
    page = client.get(f"/overview/trail/emails/{sent.id}")
    assert page.status_code == 200
    assert "kim@example.com" in page.text
    assert "Dear &lt;Kim&gt;" in page.text
    assert client_as("warehouse").get(f"/overview/trail/emails/{sent.id}").status_code == 403


def test_messages_that_wait_or_failed_are_told_too(services, client):
    tell_story(services)
    invoice_id = first_of(services, "finance.sales_invoice")

    def ask(work):
        asked = {"paper_kind": "sales_invoice", "document_id": str(invoice_id), "sent_to": "late@example.com"}
        enqueue_job(work, "send_paper", asked)
        failed = enqueue_job(work, "send_paper", {**asked, "sent_to": "never@example.com"})
        work.execute(text("UPDATE kernel.job SET status = 'failed', error = 'no' WHERE id = :id"), {"id": failed})

    services.units.run(Actor.system("test"), ask)
    with new_session(services.engine) as session:
        states = {email.sent_to: email.state for email in emails_of(session, [invoice_id])}
    # Beside what was asked for by hand, the invoice's own message waits for the worker.
    assert states == {"": "pending", "late@example.com": "pending", "never@example.com": "failed"}
    assert "never@example.com" in client.get(f"/overview/about/sales_invoice/{invoice_id}").text


def _send(work, invoice_id):
    """What sending leaves behind."""
    found = text("SELECT company_id FROM finance.sales_invoice WHERE id = :id")
    company_id = work.session.scalar(found, {"id": invoice_id})
    insert_rows(work, PaperEmail, [{
        "id": new_id(), "company_id": company_id, "document_kind": "sales_invoice", "document_id": invoice_id,
        "sent_to": "kim@example.com", "subject": "Your invoice", "body": "Dear <Kim>", "message_id": "<1@shop.example>",
        "sent_at": work.now, "sent_by": "Ann",
    }])  # fmt: skip


def test_history_says_who_when_what_and_why(services, client, client_as):
    story = tell_story(services)
    services.units.run(
        Actor.system("Ann"),
        lambda work: change_item(work, story.bolts, {"description": "Hex bolt M8 zinc"}, version=1, reason="new lot"),
    )
    told = client.get(f"/overview/about/item/{story.bolts}").text
    history = told[told.index('id="history"') :]
    for word in ("Ann", "new lot", "Hex bolt M8 zinc"):
        assert word in history
    assert "Hex bolt M8 zinc" not in client_as("warehouse").get(f"/overview/about/item/{story.bolts}").text


def test_changes_of_the_rows_that_belong_to_a_record_count_as_its_own(work):
    shop = a_shop(work)
    customer_id, other = a_customer(work, shop.company), a_customer(work, shop.company)
    change_customer(work, customer_id, version=1, name="Harbor Electric Ltd")
    with counted_executions(work.session) as first:
        changes = changes_of(work.session, "crm.customer", customer_id)
    assert {"customer", "customer company"} <= {change.record for change in changes}
    assert any("Harbor Electric Ltd" in line for change in changes for line in change.changes)
    for number in range(20):
        change_customer(work, other, version=number + 1, name=f"Name {number}")
    with counted_executions(work.session) as many:
        assert len(changes_of(work.session, "crm.customer", other)) > len(changes)
    assert len(many) <= len(first)


def test_the_number_of_executions_does_not_grow_with_the_trail(services):
    story = tell_story(services)
    other = first_of(services, "inventory.shipment")
    counts = []
    for shipment_id in (story.shipment_id, other):
        with new_session(services.engine) as session, counted_executions(session) as seen:
            document_trail(session, "shipment", shipment_id)
        counts.append(len(seen))
    assert max(counts) <= 20


@pytest.mark.parametrize("hidden", ["Journal entries", "/finance/invoices/", "/overview/events/", "/identity/audit"])
def test_the_warehouse_sees_no_more_than_it_may(services, client_as, hidden):
    story = tell_story(services)
    told = client_as("warehouse").get(f"/overview/about/shipment/{story.shipment_id}")
    assert told.status_code == 200
    assert hidden not in told.text


def test_a_stranger_to_the_branch_is_told_nothing(services, client_as, system):
    story = tell_story(services)
    elsewhere = services.units.run(system, lambda work: a_branch(work, story.trade.company_id))
    stranger = client_as("branch_staff", elsewhere)
    assert stranger.get(f"/overview/about/shipment/{story.shipment_id}").status_code == 403
    assert stranger.get(f"/overview/about/sonnet/{story.shipment_id}").status_code == 404


def test_the_page_of_another_companys_record_asks_for_nothing_that_would_be_refused(services, client, system):
    """The bar at the top stands on the first company; the story's is another."""
    story = tell_story(services)
    services.units.run(system, lambda work: a_company(work, code="AAA"))
    page = client.get(f"/inventory/shipments/{story.shipment_id}")
    assert page.status_code == 200
    assert "/overview/about/" not in page.text
    assert 'id="notes"' not in page.text
    assert client.get(f"/overview/about/shipment/{story.shipment_id}").status_code == 404
