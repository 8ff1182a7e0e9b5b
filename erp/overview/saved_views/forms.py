"""What the strip of views above a list may send."""

from erp.web.forms import Form, fields
from erp.web.list_address import LONGEST

LONGEST_NAME = 60


class SaveViewForm(Form):
    list = fields.Text(required=True, max=120)
    query = fields.Text(max=LONGEST)
    name = fields.Text(required=True, max=LONGEST_NAME)
    is_shared = fields.Check()
    is_usual = fields.Check()


class ChangeViewForm(Form):
    name = fields.Text(required=True, max=LONGEST_NAME)
    is_shared = fields.Check()


class UsualViewForm(Form):
    is_usual = fields.Check()
