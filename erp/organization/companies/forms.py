"""What the pages of companies may send."""

from erp.web.forms import Form, fields


class ParticularsForm(Form):
    """What may be corrected at any time."""

    name = fields.Text(max=120, required=True)
    tax_number = fields.Text(max=40)
    address = fields.Text(max=500)
    country = fields.Code(max=2)
    email = fields.Email(allow_none=True, max=200)
    phone = fields.Text(max=40)


class NewCompanyForm(ParticularsForm):
    code = fields.Code(max=12, required=True)
    currency = fields.Code(max=3, required=True)
    fiscal_year_start_month = fields.Integer(required=True)


class ChangeCompanyForm(ParticularsForm):
    status = fields.Choice(("active", "inactive"), required=True)
