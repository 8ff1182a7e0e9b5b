"""E-mail by SMTP."""

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from erp.kernel.adapters import MailMessage


class SmtpMail:
    """Sends through one SMTP server: ``smtp://host:port``, ``smtps://`` or ``smtp+starttls://user:password@host``."""

    def __init__(self, url: str, sender: str, *, timeout: float = 20.0) -> None:
        self._server = urlsplit(url)
        self._sender = sender
        self._timeout = timeout

    def send(self, message: MailMessage) -> None:
        """Hand the message to the server; an error of the server or the network is raised as it is."""
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = ", ".join(message.to)
        mail["Subject"] = message.subject
        mail["Date"] = formatdate(localtime=False)
        mail["Message-ID"] = message.message_id or make_msgid(domain=self._sender.rpartition("@")[2])
        if message.reply_to:
            mail["Reply-To"] = message.reply_to
        mail.set_content(message.text)
        for attachment in message.attachments:
            main_type, _, sub_type = attachment.media_type.partition("/")
            mail.add_attachment(
                attachment.content, maintype=main_type, subtype=sub_type, filename=attachment.filename
            )
        with self._connect() as connection:
            connection.send_message(mail)

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        host = server.hostname or "localhost"
        connection: smtplib.SMTP
        if server.scheme == "smtps":
            connection = smtplib.SMTP_SSL(host, server.port or 465, timeout=self._timeout)
        else:
            connection = smtplib.SMTP(host, server.port or 25, timeout=self._timeout)
            if server.scheme == "smtp+starttls":
                connection.starttls()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        return connection
