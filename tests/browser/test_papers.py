"""Papers in a real browser: the message of an invoice, labels of a shipment, and a batch that waits for a worker."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.jobs import run_job, waiting_jobs
from tests.browser.conftest import Desk
from tests.builders.finance import a_trade, invoice_of, shipped


def test_papers_are_sent_and_labelled(
    services: Services, system: Actor, desk: Callable[..., Desk], accessible: Callable[[Page], None],
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, name="Northern Supply")
        shipment_id = shipped(work, trade, [(trade.item(work, "10.00"), 5)])
        invoice = invoice_of(work, shipment_id)
    seat = desk("administrator")

    page = seat.open(f"/finance/invoices/{invoice.id}")
    page.get_by_role("link", name="Send by e-mail").click()
    expect(page.get_by_label("Text")).to_contain_text(str(invoice.number))
    expect(page.get_by_text("No mail server is configured")).to_be_visible()
    accessible(page)

    page = seat.open(f"/inventory/shipments/{shipment_id}")
    page.get_by_role("link", name="Carton labels").click()
    expect(page.get_by_role("heading", name="1 label")).to_be_visible()
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1440, "height": 900})

    page = seat.open(f"/inventory/labels/bins/{trade.shop.place.id}?copies=60")
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    accessible(page)
    with services.units.begin(system) as work:
        (job_id,) = waiting_jobs(work.session)
    assert run_job(services, job_id) == "done"
    expect(page.get_by_role("link", name="Open the PDF")).to_be_visible()
    accessible(page)
