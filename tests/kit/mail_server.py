"""A real mail server of a test's own, and the product put together to send through it."""

import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from erp.adapters.mail import SmtpMail
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWorkFactory


class Mailbox:
    """What a mail server has taken."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.arrived = threading.Event()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.arrived.set()
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    """A real SMTP server on this machine, and its address."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, f"smtp://127.0.0.1:{port}"
    server.stop()


def with_mail(services: Services, url: str) -> Services:
    """The same product, sending through that server."""
    adapters = replace(services.adapters, mail=SmtpMail(url, "billing@northern.example"))
    units = UnitOfWorkFactory(services.engine, services.bus, adapters=adapters, clock=services.clock)
    return replace(services, adapters=adapters, units=units)
