"""From any document of a sale to every other, and on to the entries and events behind them."""

import pytest
from sqlalchemy import text

from erp.app import MODULES
from erp.kernel.actor import Actor
from erp.kernel.db import new_session
from erp.overview.trail.documents import DOCUMENTS
from erp.overview.trail.picture import draw_trail
from erp.overview.trail.queries import document_trail
from erp.overview.trail.steps import STEPS
from tests.builders.organization import a_branch
from tests.builders.story import tell_story


def kinds(trail):
    return {place.kind for place in trail.documents}


def test_every_kind_opens_a_page_that_asks_for_its_permission(app):
    pages = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}
    permissions = {permission.name for module in MODULES for permission in module.permissions}
    for name, kind in DOCUMENTS.items():
        assert pages.get(kind.endpoint) == {kind.argument}, name
        assert kind.permission in permissions, name


def test_every_step_leads_between_known_kinds():
    assert {kind for step in STEPS for kind in (step.low, step.high)} <= set(DOCUMENTS)


@pytest.mark.parametrize("start", ["sales_order", "shipment", "sales_invoice", "cash_receipt", "rma", "credit_memo"])
def test_a_sale_is_one_trail_wherever_one_begins(services, start):
    story = tell_story(services)
    with new_session(services.engine) as session:
        whole = document_trail(session, "shipment", story.shipment_id)
        begun_at = next(place for place in whole.documents if place.kind == start)
        trail = document_trail(session, start, begun_at.id)
    assert {"sales_order", "shipment", "sales_invoice", "rma", "return_receipt", "credit_memo"} <= kinds(whole)
    assert {"shipment", "sales_invoice"} <= kinds(trail)
    assert {entry.purpose for entry in whole.entries} >= {"shipment cost", "sales invoice"}
    names = {event.name for event in whole.events}
    assert {"inventory.ShipmentConfirmed", "finance.SalesInvoicePosted", "finance.CreditMemoPosted"} <= names
    picture = draw_trail(whole, {})
    assert len(picture.boxes) == len(whole.documents)
    assert len(picture.lines) == len(whole.links)


def test_the_page_shows_the_trail_to_whoever_may_see_it(services, client_as):
    story = tell_story(services)
    accountant = client_as("accountant")
    page = accountant.get(f"/overview/trail/shipment/{story.shipment_id}")
    assert page.status_code == 200
    for word in ("INV-MAIN-2026-000001", "Shipment", "Return receipt", "finance.SalesInvoicePosted"):
        assert word in page.text


def test_a_trail_shows_no_more_than_its_documents_do(services, client_as):
    story = tell_story(services)
    with new_session(services.engine) as session:
        whole = document_trail(session, "shipment", story.shipment_id)
        invoice = next(place for place in whole.documents if place.kind == "sales_invoice")
        elsewhere = services.units.run(
            Actor.system("test"), lambda work: a_branch(work, whole.documents[invoice].company_id)
        )
    warehouse = client_as("warehouse", whole.documents[invoice].branch_id)
    page = warehouse.get(f"/overview/trail/shipment/{story.shipment_id}").text
    assert "INV-MAIN-2026-000001" in page
    for hidden in ("Journal entries", "/finance/invoices/", "/overview/events/"):
        assert hidden not in page
    assert warehouse.get(f"/overview/trail/sales_invoice/{invoice.id}").status_code == 403
    stranger = client_as("branch_staff", elsewhere)
    assert stranger.get(f"/overview/trail/sales_invoice/{invoice.id}").status_code == 403


def test_an_unknown_document_is_not_found(client):
    assert client.get("/overview/trail/shipment/00000000-0000-7000-8000-000000000000").status_code == 404
    assert client.get("/overview/trail/sonnet/00000000-0000-7000-8000-000000000000").status_code == 404


def test_console_pages_open(services, client):
    tell_story(services)
    with new_session(services.engine) as session:
        event_id = session.scalar(text("SELECT id FROM kernel.event ORDER BY id DESC LIMIT 1"))
    for address in ("/overview/events", "/overview/events/deliveries", f"/overview/events/{event_id}",
                    "/overview/proof", "/overview/jobs"):
        assert client.get(address).status_code == 200, address
