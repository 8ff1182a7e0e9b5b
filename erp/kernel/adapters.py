"""The outside world as the use cases see it; the real ones are chosen in ``erp.app`` alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a message."""

    filename: str
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True)
class MailMessage:
    """One e-mail in plain text with its attachments."""

    to: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    message_id: str | None = None  # a stable id lets a mail server drop a message sent twice


class Mail(Protocol):
    def send(self, message: MailMessage) -> None:
        """Hand the message to a mail server; raise where it was not taken."""


class Pdf(Protocol):
    def render(self, html: str) -> bytes:
        """Turn a page into PDF; raise ``Refused`` with the line to install where the renderer is missing."""

    def joined(self, papers: Sequence[bytes]) -> bytes:
        """One PDF of several, in their order."""


class Templates(Protocol):
    def render(self, template: str, **context: object) -> str:
        """Fill a print or e-mail template."""


class NoMail:
    """Stands where no mail server is configured, and says so when it is asked."""

    def send(self, message: MailMessage) -> None:
        raise RuntimeError("no mail server is configured: set ERP_SMTP_URL")


class NoPdf:
    """Stands where nothing is to be printed, as in a replay."""

    def render(self, html: str) -> bytes:
        raise RuntimeError("no PDF renderer is configured")

    def joined(self, papers: Sequence[bytes]) -> bytes:
        raise RuntimeError("no PDF renderer is configured")


class NoTemplates:
    """Stands where nothing is to be printed, as in a replay."""

    def render(self, template: str, **context: object) -> str:
        raise RuntimeError("no templates are configured")


@dataclass(frozen=True)
class Adapters:
    """What a unit of work may reach outside the database."""

    mail: Mail = field(default_factory=NoMail)
    pdf: Pdf = field(default_factory=NoPdf)
    templates: Templates = field(default_factory=NoTemplates)
