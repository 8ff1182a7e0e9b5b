"""What the pages of branches may send."""

from erp.web.forms import Form, fields


class BranchForm(Form):
    name = fields.Text(max=120, required=True)
    time_zone = fields.Code(max=64, required=True)
    address = fields.Text(max=500)
    country = fields.Code(max=2)
    region = fields.Code(max=20)
    postal_code = fields.Code(max=20)
    email = fields.Email(allow_none=True, max=200)
    phone = fields.Text(max=40)


class NewBranchForm(BranchForm):
    code = fields.Code(max=12, required=True)
