"""The outside world as the use cases see it; the real ones are chosen in ``erp.app`` alone."""

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


class Templates(Protocol):
    def render(self, template: str, **context: object) -> str:
        """Fill a print or e-mail template."""


class NotConfigured:
    """Stands where nothing was configured, and says so when it is asked."""

    def __init__(self, what: str) -> None:
        self.what = what

    def _refuse(self) -> RuntimeError:
        return RuntimeError(f"no {self.what} is configured")

    def send(self, message: MailMessage) -> None:
        raise self._refuse()

    def render(self, *_arguments: object, **_context: object) -> "str | bytes":
        raise self._refuse()


@dataclass(frozen=True)
class Adapters:
    """What a unit of work may reach outside the database."""

    mail: Mail = field(default_factory=lambda: NotConfigured("mail server"))
    pdf: Pdf = field(default_factory=lambda: NotConfigured("PDF renderer"))  # type: ignore[arg-type,return-value]
    templates: Templates = field(default_factory=lambda: NotConfigured("templates"))  # type: ignore[arg-type,return-value]
