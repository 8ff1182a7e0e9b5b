"""What the pages of taxes may send."""

from erp.terms.taxes.arithmetic import COMPONENT_KINDS
from erp.web.forms import Form, fields


class ComponentForm(Form):
    name = fields.Text(max=80, required=True)
    kind = fields.Choice(COMPONENT_KINDS, required=True)
    rate = fields.UnitPrice(required=True)
    included = fields.Check()
    affects_later = fields.Check()
    ignores_earlier = fields.Check()


class TaxCodeForm(Form):
    code = fields.Code(max=20, required=True)
    name = fields.Text(max=120, required=True)
    valid_from = fields.Day(required=True)
    lines = fields.Lines(ComponentForm, max=12)


class RateForm(Form):
    valid_from = fields.Day(required=True)
    rate = fields.UnitPrice(required=True)


class RuleForm(Form):
    tax_code_id = fields.Id(required=True)
    valid_from = fields.Day(required=True)
    ship_to_country = fields.Code(max=2)
    ship_to_region = fields.Code(max=20)
    postal_prefix = fields.Code(max=20)
    item_tax_class = fields.Code(max=40)
    customer_tax_status = fields.Code(max=40)


class EndRuleForm(Form):
    valid_to = fields.Day(required=True)
