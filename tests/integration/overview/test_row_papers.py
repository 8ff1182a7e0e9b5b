"""Papers of many rows: printed as one PDF in the order of the list, and sent to the addresses that are kept."""

from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.app import create_app
from erp.config import Settings, data_dir
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.jobs import run_job
from tests.builders.crm import a_customer
from tests.builders.finance import a_trade, invoice_of, shipped
from tests.integration.overview.test_row_actions import ask, job
from tests.kit.mail_server import Mailbox, with_mail
from tests.kit.web_client import signed_in, user_with_role

LIST = "/finance/invoices"


def invoices(services: Services, system: Actor) -> list[str]:
    """Two invoices of a customer with an address for invoices, one of a customer without; their numbers."""
    with services.units.begin(system) as work:
        trade = a_trade(work, limit="1000000")
        item = trade.item(work, "10.00", qty=1000)
        silent = a_customer(work, trade.shop.company)
        work.execute(text("UPDATE crm.customer SET invoice_email = '' WHERE id = :id"), {"id": silent})
        work.execute(text("UPDATE crm.customer SET invoice_email = 'ap@buyer.example' WHERE id = :id"),
                     {"id": trade.customer_id})
        made = [invoice_of(work, shipped(work, trade, [(item, Decimal(qty))])) for qty in (1, 2)]
        made.append(invoice_of(work, shipped(work, trade, [(item, 3)], customer_id=silent)))
        return [invoice.number for invoice in made]


def test_invoices_of_a_selection_are_printed_as_one_pdf(
    services: Services, system: Actor, client: FlaskClient
) -> None:
    numbers = invoices(services, system)
    job_id = ask(client, f"{LIST}?sort=total_amount&act=sales_invoice.print&all=1")
    assert run_job(services, job_id) == "done"
    paper = client.get(f"/overview/papers/batches/{job_id}.pdf")
    told = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.data)]
    assert len(told) == 3
    assert all(number in page for number, page in zip(numbers, told, strict=True)), "in the order of the list"


def test_invoices_are_sent_and_those_without_an_address_are_named(
    services: Services, system: Actor, database: Any, mailbox: tuple[Mailbox, str]
) -> None:
    box, url = mailbox
    services = with_mail(services, url)
    settings = Settings(data_dir=data_dir(), database_url=database.application_url, secret_key="only for tests")
    client = signed_in(create_app(settings, services), services, user_with_role(services, "administrator"))
    numbers = invoices(services, system)
    job_id = ask(client, f"{LIST}?act=sales_invoice.send&all=1")
    assert run_job(services, job_id) == "done"
    assert sorted(message["To"] for message in box.messages) == ["ap@buyer.example"] * 2
    result = job(services, job_id).result
    assert result["done"] == {"sent": 2}
    assert [row["label"] for row in result["refused"]] == [numbers[2]]
    assert "There is no e-mail address" in client.get(f"/overview/jobs/{job_id}").text
    with services.engine.begin() as connection:
        connection.execute(text("""UPDATE kernel.job SET status = 'running', result = NULL,
                                   seen_at = clock_timestamp() - interval '1 hour' WHERE id = :id"""), {"id": job_id})
    assert run_job(services, job_id) == "done"
    assert len(box.messages) == 2, "tried again, nothing is sent twice"


@pytest.mark.parametrize("action", ["sales_invoice.send", "sales_invoice.print"])
def test_papers_are_asked_for_with_the_right_to(
    services: Services, system: Actor, client_as: Any, action: str
) -> None:
    invoices(services, system)
    assert client_as("warehouse").get(f"{LIST}?act={action}&all=1").status_code == 403


def test_the_lists_of_papers_offer_them(client: FlaskClient, services: Services, system: Actor) -> None:
    invoices(services, system)
    for address, kind in (
        (LIST, "sales_invoice"), ("/finance/credit-memos", "credit_memo"), ("/crm/quotes", "quote"),
        ("/crm/orders", "sales_order"), ("/inventory/purchase-orders", "purchase_order"),
        ("/inventory/waves", "wave"), ("/inventory/shipments", "shipment"),
    ):  # fmt: skip
        asked = client.get(f"{address}?act={kind}.print&all=1").text
        assert "Print: " in asked or "Choose rows of the list first" in asked, address
