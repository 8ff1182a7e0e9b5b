"""Which outside world this installation has."""

from erp.adapters.mail import SmtpMail
from erp.adapters.pdf import WeasyPdf
from erp.adapters.templates import JinjaTemplates
from erp.config import Settings
from erp.kernel.adapters import Adapters, Mail, NoMail


def choose_adapters(settings: Settings) -> Adapters:
    """The adapters the settings ask for; without a mail server, sending fails and says so."""
    mail: Mail = SmtpMail(settings.smtp_url, settings.mail_from) if settings.smtp_url else NoMail()
    return Adapters(mail=mail, pdf=WeasyPdf(), templates=JinjaTemplates())
