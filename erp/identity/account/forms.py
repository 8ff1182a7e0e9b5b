"""What the account page may send."""

from erp.kernel.languages import LANGUAGES, LOCALES
from erp.web.forms import Form, fields


class TokenForm(Form):
    """A token for a program."""

    name = fields.Text(max=80, required=True)
    days = fields.Integer(min=1, max=366, required=True)


class LanguageForm(Form):
    """The language of the pages, and how they write numbers and dates; empty means as the browser asks."""

    language = fields.Choice(tuple(LANGUAGES))
    locale = fields.Choice(tuple(LOCALES))
