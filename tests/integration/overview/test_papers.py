"""Papers of any kind: many printed at once by a worker, fetched by whoever asked, and sent with one's own words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.app import create_app
from erp.config import Settings, data_dir
from erp.crm.api import LineEntry, QuoteEntry, enter_quote
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.errors import Forbidden, NotFound, Refused
from erp.kernel.jobs import Progress, run_job
from erp.kernel.papers.kinds import Asked
from erp.kernel.papers.print_batch import MOST_AT_ONCE, ask_to_print
from erp.kernel.papers.send import ask_to_send
from tests.builders.finance import Trade, a_trade, invoice_of, shipped
from tests.builders.story import tell_story
from tests.kit.mail_server import Mailbox, with_mail
from tests.kit.web_client import Forms, post_form, signed_in, user_with_role

JOBS = "/overview/jobs/"


def invoices(services: Services, system: Actor, count: int) -> tuple[Trade, list[UUID]]:
    with services.units.begin(system) as work:
        trade = a_trade(work, limit="1000000")
        item = trade.item(work, "10.00", qty=1000)
        return trade, [invoice_of(work, shipped(work, trade, [(item, 1)])).id for _ in range(count)]


def one(services: Services, sql: str, **values: object) -> Any:
    with new_session(services.engine) as session:
        return session.execute(text(sql), values).one()


def asked_for(client: FlaskClient, kind: str, ids: list[UUID], **days: str) -> str:
    """Have papers printed, as a list's form does; the address of the job."""
    token = next(held["csrf_token"] for _, held in Forms(client.get("/").text).forms if "csrf_token" in held)
    answer = client.post(
        f"/overview/papers/{kind}/print",
        data={"csrf_token": token, "request_key": str(uuid4()), "ids": [str(one) for one in ids], **days},
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def printed(services: Services, client: FlaskClient, kind: str, ids: list[UUID], **days: str) -> str:
    """Ask as a list does, let a worker do it, and give the page of the job."""
    address = asked_for(client, kind, ids, **days)
    assert run_job(services, UUID(address.rpartition("/")[2])) == "done"
    return address


def pages(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


@pytest.mark.parametrize("count", [20, pytest.param(MOST_AT_ONCE, marks=pytest.mark.soak)])
def test_a_batch_of_invoices_is_one_pdf_in_the_order_of_the_list(
    services: Services, system: Actor, client: FlaskClient, count: int
) -> None:
    _trade, ids = invoices(services, system, count)
    wanted = ids[::-1]
    address = printed(services, client, "sales_invoice", wanted)
    job_id = address.rpartition("/")[2]
    page = client.get(address).text
    assert f"/overview/papers/batches/{job_id}.pdf" in page
    assert f"{count} papers are printed" in page
    paper = client.get(f"/overview/papers/batches/{job_id}.pdf")
    assert paper.mimetype == "application/pdf"
    numbers = [one(services, "SELECT number FROM finance.sales_invoice WHERE id = :i", i=i).number for i in wanted]
    found = pages(paper.data)
    assert len(found) == count
    assert all(number in said for number, said in zip(numbers, found, strict=True))

    kept = one(services, "SELECT count(*) AS n FROM kernel.paper").n
    assert kept == count + 1
    printed(services, client, "sales_invoice", wanted)  # nothing is made anew but the batch itself
    assert one(services, "SELECT count(*) AS n FROM kernel.paper").n == kept + 1


def test_every_kind_of_paper_prints_and_proposes_its_message(services: Services, client: FlaskClient) -> None:
    story = tell_story(services)
    tables = {
        "sales_invoice": "finance.sales_invoice", "credit_memo": "finance.credit_memo", "statement": "crm.customer",
        "sales_order": "crm.sales_order", "purchase_order": "inventory.purchase_order", "wave": "inventory.wave",
        "shipment": "inventory.shipment",
    }  # fmt: skip
    assert set(services.papers) == {*tables, "quote"}
    for kind, table in tables.items():
        with new_session(services.engine) as session:
            ids = list(session.scalars(text(f"SELECT id FROM {table} ORDER BY id LIMIT 3")))  # noqa: S608
        assert client.get(f"{printed(services, client, kind, ids)}").status_code == 200
        assert client.get(f"/overview/papers/{kind}/{ids[0]}/paper.pdf").mimetype == "application/pdf"
        assert client.get(f"/overview/papers/{kind}/{ids[0]}/sent").status_code == 200
        message = client.get(f"/overview/papers/{kind}/{ids[0]}/message")
        assert message.status_code == (404 if services.papers[kind].letter is None else 200), kind
    assert story.trade


def test_a_packing_slip_speaks_the_language_of_whoever_opens_the_carton(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        item = trade.item(work, "10.00")
        english = shipped(work, trade, [(item, 1)])
        work.execute(text("UPDATE crm.customer SET language = 'de', country = 'DE' WHERE id = :id"),
                     {"id": trade.customer_id})
        german = shipped(work, trade, [(item, 1)])
        said = [
            pages(services.papers["shipment"].print(work.session, services.adapters, one, Asked(trade.company_id)))[0]
            for one in (english, german)
        ]
    assert "Packing slip" in said[0]
    assert "Lieferschein" in said[1]
    assert "16.03.2026" in said[1]


def test_the_statements_of_everybody_who_owes_are_printed_at_once(services: Services, client: FlaskClient) -> None:
    tell_story(services)
    page = "/finance/receivables"
    answer = post_form(client, "/overview/papers/statement/print", {}, page=page)
    job_id = answer.headers["Location"].rpartition("/")[2]
    assert run_job(services, UUID(job_id)) == "done"
    assert "Statement of account" in pages(client.get(f"/overview/papers/batches/{job_id}.pdf").data)[0]


def test_only_whoever_asked_opens_the_papers(
    services: Services, system: Actor, client: FlaskClient, client_as: Callable[..., FlaskClient]
) -> None:
    _trade, ids = invoices(services, system, 1)
    job_id = printed(services, client, "sales_invoice", ids).rpartition("/")[2]
    other = client_as("accountant")
    assert other.get(f"/overview/papers/batches/{job_id}.pdf").status_code == 403
    assert "/batches/" not in other.get(JOBS + job_id).text


def test_a_batch_is_bounded_complete_and_within_reach(services: Services, system: Actor) -> None:
    trade, ids = invoices(services, system, 1)
    kind, asked = services.papers["sales_invoice"], Asked(trade.company_id)
    nobody = Actor(name="stranger")
    with services.units.begin(system) as work:
        with pytest.raises(Refused, match="at least one"):
            ask_to_print(work, kind, [], asked)
        with pytest.raises(Refused, match="At most 500"):
            ask_to_print(work, kind, [UUID(int=n) for n in range(501)], asked)
        with pytest.raises(NotFound):
            ask_to_print(work, kind, [UUID(int=1)], asked)
    with services.units.begin(nobody) as work, pytest.raises(Forbidden):
        ask_to_print(work, kind, ids, asked)


def test_a_batch_is_cancelled_by_whoever_asked(
    services: Services, system: Actor, client: FlaskClient, client_as: Callable[..., FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _trade, ids = invoices(services, system, 3)
    clerk = client_as("accountant")
    address = asked_for(clerk, "sales_invoice", ids)
    stranger = client_as("warehouse")
    assert "Cancel" not in stranger.get(address).text.partition("<main")[2]

    report = Progress.report

    def cancelled_after_the_first(self: Progress, done: int, total: int, message: str = "") -> None:
        if done == 1:
            assert post_form(clerk, f"{address}/cancel", {}, page=address).status_code == 303
        report(self, done, total, message)

    monkeypatch.setattr(Progress, "report", cancelled_after_the_first)
    assert run_job(services, UUID(address.rpartition("/")[2])) == "cancelled"
    page = clerk.get(address).text
    assert "1 / 3" in page
    assert "The job was cancelled" in page


def test_the_page_says_when_no_worker_comes(services: Services, system: Actor, client: FlaskClient) -> None:
    _trade, ids = invoices(services, system, 1)
    address = asked_for(client, "sales_invoice", ids)
    assert "no worker seems to be running" not in client.get(address).text
    with new_session(services.engine) as session:
        session.execute(text("UPDATE kernel.job SET created_at = created_at - interval '1 minute'"))
        session.commit()
    assert "no worker seems to be running" in client.get(address).text
    with new_session(services.engine) as session:
        session.execute(text("""
            INSERT INTO kernel.job (id, kind, arguments, status, created_by, seen_at)
            VALUES (gen_random_uuid(), 'other', '{}', 'running', 'x', clock_timestamp())"""))
        session.commit()
    assert "The workers are busy" in client.get(address).text


def test_a_paper_is_sent_with_the_words_as_they_were_changed(
    services: Services, system: Actor, database: Any, mailbox: tuple[Mailbox, str]
) -> None:
    box, url = mailbox
    services = with_mail(services, url)
    app = create_app(
        Settings(data_dir=data_dir(), database_url=database.application_url, secret_key="only for tests"), services
    )
    client = signed_in(app, services, user_with_role(services, "administrator"))
    trade, ids = invoices(services, system, 1)
    with services.units.begin(system) as work:
        work.execute(text("UPDATE crm.customer SET language = 'de', country = 'DE' WHERE id = :id"),
                     {"id": trade.customer_id})
    number = one(services, "SELECT number FROM finance.sales_invoice").number
    page = f"/overview/papers/sales_invoice/{ids[0]}/message"
    shown = client.get(page).text
    assert f"Rechnung {number}" in shown
    assert "11,00 USD" in shown

    refused = post_form(client, f"/overview/papers/sales_invoice/{ids[0]}/send", {"sent_to": "nobody"}, page=page)
    assert refused.status_code == 422
    assert box.messages == []

    words = {"sent_to": "kasse@hafen.example", "subject": "Ihre Rechnung\r\nBcc: all", "text": "Grüße\nvom Kai"}
    answer = post_form(client, f"/overview/papers/sales_invoice/{ids[0]}/send", words, page=page)
    assert answer.status_code == 303, answer.text
    assert run_job(services, UUID(answer.headers["Location"].rpartition("/")[2])) == "done"
    (message,) = box.messages
    assert message["To"] == "kasse@hafen.example"
    assert message["Subject"] == "Ihre Rechnung Bcc: all"
    assert message["Bcc"] is None
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == f"{number}.pdf"
    assert "Rechnung" in pages(attachment.get_content())[0]
    panel = client.get(f"/overview/papers/sales_invoice/{ids[0]}/sent").text
    assert "kasse@hafen.example" in panel
    assert "Grüße" in panel


def test_a_draft_quote_that_is_mailed_is_a_sent_quote(
    services: Services, system: Actor, mailbox: tuple[Mailbox, str]
) -> None:
    box, url = mailbox
    services = with_mail(services, url)
    with services.units.begin(system) as work:
        trade = a_trade(work)
        item = trade.item(work, "10.00", qty=1000)
        quote = enter_quote(work, QuoteEntry(
            company_id=trade.company_id, branch_id=trade.branch_id, warehouse_id=trade.shop.place.id,
            customer_id=trade.customer_id, quoted_on=work.now.date(), lines=(LineEntry(item_id=item),),
        ))  # fmt: skip
    kind, asked = services.papers["quote"], Asked(trade.company_id)
    for words in ("first", "again"):
        with services.units.begin(system) as work:
            job_id = ask_to_send(work, kind, quote.id, asked, sent_to="a@b.example", subject=words, text="x")
        assert run_job(services, job_id) == "done"
        assert one(services, "SELECT decision FROM crm.quote").decision == "sent"
    assert [message["Subject"] for message in box.messages] == ["first", "again"]
