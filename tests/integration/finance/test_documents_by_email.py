"""Invoices and credit memos go out by SMTP, to a real server, with the PDF attached, and once."""

import sys
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from erp.crm.customers.change_customer import change_customer
from erp.finance.credit_memos.issue_manual_credit_memo import ManualCredit, issue_manual_credit_memo
from erp.finance.invoicing.print import print_invoice
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.jobs import Progress
from erp.kernel.papers.kinds import Asked
from erp.kernel.papers.send import send_asked_paper
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import Trade, a_trade, invoice_of, shipped
from tests.kit.mail_server import Mailbox, with_mail


def _deliver_all(services: Services) -> list[str]:
    with services.engine.connect() as connection:
        due = list(connection.scalars(text("SELECT id FROM kernel.delivery WHERE status = 'pending' ORDER BY id")))
    return [services.units.deliver(delivery_id) for delivery_id in due]


def _trade_with_address(work: UnitOfWork) -> Trade:
    trade = a_trade(work)
    version = work.execute(
        text("SELECT version, name FROM crm.customer WHERE id = :id"), {"id": trade.customer_id}
    ).one()
    change_customer(
        work, trade.customer_id, version=version.version, name=version.name, status="active",
        details={"street": "1 Quay Street", "city": "Port City", "country": "US",
                 "invoice_email": "accounts@harbor.example"},
    )
    return trade


def test_the_posted_invoice_reaches_the_customer(
    services: Services, system: Actor, mailbox: tuple[Mailbox, str]
) -> None:
    box, url = mailbox
    services = with_mail(services, url)
    with services.units.begin(system) as work:
        trade = _trade_with_address(work)
        shipment_id = shipped(work, trade, [(trade.item(work, "10.00"), 5)])
        number = invoice_of(work, shipment_id).number

    assert _deliver_all(services) == ["done"]

    (message,) = box.messages
    assert (message["To"], message["Subject"]) == ("accounts@harbor.example", f"Invoice {number} from Northern Supply")
    body = message.get_body(("plain",))
    assert body is not None
    assert "over 55.00 USD" in body.get_content()
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == f"{number}.pdf"
    assert attachment.get_content().startswith(b"%PDF-")
    with services.engine.connect() as connection:
        sent = connection.execute(text("SELECT sent_to, message_id FROM kernel.paper_email")).one()
    assert tuple(sent) == ("accounts@harbor.example", message["Message-ID"])


def test_a_server_that_is_down_leaves_nothing_done_and_the_delivery_is_tried_again(
    services: Services, system: Actor
) -> None:
    services = with_mail(services, "smtp://127.0.0.1:9")  # nobody listens there
    with services.units.begin(system) as work:
        trade = _trade_with_address(work)
        shipped(work, trade, [(trade.item(work, "10.00"), 5)])

    assert _deliver_all(services) == ["failed"]

    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM kernel.paper_email")) == 0
        delivery = connection.execute(text("SELECT status, attempts FROM kernel.delivery")).one()
    assert tuple(delivery) == ("pending", 1)


def test_a_credit_memo_is_sent_too(services: Services, system: Actor, mailbox: tuple[Mailbox, str]) -> None:
    box, url = mailbox
    services = with_mail(services, url)
    with services.units.begin(system) as work:
        trade = _trade_with_address(work)
        issue_manual_credit_memo(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            reason="goodwill", explanation="For the delay", credited_on=work.now.date(),
            lines=[ManualCredit("Goodwill", Decimal("25.00"))],
        )

    assert _deliver_all(services) == ["done"]
    assert box.messages[0]["Subject"] == "Credit memo CM-MAIN-2026-000001 from Northern Supply"


def test_an_invoice_is_sent_again_when_somebody_asks(
    services: Services, system: Actor, mailbox: tuple[Mailbox, str]
) -> None:
    box, url = mailbox
    services = with_mail(services, url)
    with services.units.begin(system) as work:
        trade = a_trade(work)
        invoice = invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 5)]))

    send_asked_paper(services, Progress(services, None), {
        "paper_kind": "sales_invoice", "document_id": str(invoice.id), "asked": Asked(trade.company_id).plain(),
        "sent_to": "boss@harbor.example", "subject": "Once more", "text": "As we said on the telephone.",
        "actor": "Ada",
    })  # fmt: skip

    (message,) = box.messages
    assert (message["To"], message["Subject"]) == ("boss@harbor.example", "Once more")
    assert "on the telephone" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_customer_without_address_gets_nothing(
    services: Services, system: Actor, mailbox: tuple[Mailbox, str]
) -> None:
    box, url = mailbox
    services = with_mail(services, url)
    with services.units.begin(system) as work:
        trade = a_trade(work)
        shipped(work, trade, [(trade.item(work, "10.00"), 5)])

    assert _deliver_all(services) == ["done"]
    assert box.messages == []


def test_without_pango_only_the_pdf_is_refused(
    services: Services, system: Actor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        invoice = invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 5)]))
    # What importing WeasyPrint does on a machine without Pango.
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)

    with services.units.begin(system) as work, pytest.raises(Refused, match="apt install libpango"):
        print_invoice(work.session, services.adapters, invoice.id)
