"""What the pages of prices, and the line grids of quotes and orders, may send."""

from erp.crm.pricing.models import LIST_STATUSES
from erp.web.forms import Form, fields


class LineForm(Form):
    """One line of a quote or order: an item (number or barcode), or a charge such as ``+freight``."""

    item = fields.Code(required=True)
    description = fields.Text()
    qty = fields.Quantity(required=True, positive=True)
    unit = fields.Code(max=10)
    unit_price = fields.UnitPrice(allow_none=True, negative=True)
    discount_percent = fields.Percent(allow_none=True)
    reason = fields.Text()


class AskForm(Form):
    """What would this cost this customer?"""

    customer = fields.Code()
    item = fields.Code()
    qty = fields.Quantity(allow_none=True, positive=True)
    unit = fields.Code(max=10)
    on = fields.Day(allow_none=True)


class NewPriceListForm(Form):
    """A price list to be created."""

    code = fields.Code(required=True, max=20)
    name = fields.Text(required=True)
    based_on_id = fields.Id(allow_none=True)
    is_default = fields.Check()


class ChangePriceListForm(Form):
    """A changed price list."""

    version = fields.Integer(required=True)
    name = fields.Text(required=True)
    is_default = fields.Check()
    status = fields.Choice(LIST_STATUSES, required=True)


class PriceRowForm(Form):
    """A price of an item in one unit, or a per cent off for an item, a family, or everything."""

    item = fields.Code()
    family = fields.Code()
    unit = fields.Code(max=10)
    min_qty = fields.Quantity(allow_none=True)
    unit_price = fields.UnitPrice(allow_none=True)
    discount_percent = fields.Percent(allow_none=True)


class SetPricesForm(Form):
    """Prices that hold from a day on."""

    valid_from = fields.Day(required=True)
    valid_to = fields.Day(allow_none=True)
    lines = fields.Lines(PriceRowForm, max=1000)


class EndPricesForm(Form):
    """Prices to be ended."""

    ids = fields.Ids(required=True)
    last_day = fields.Day(required=True)


class PriceFilterForm(Form):
    """The filters of a price list's lines."""

    q = fields.Text(max=100)
    on = fields.Day(allow_none=True)


class AgreementForm(SetPricesForm):
    """Prices agreed with a customer."""

    customer = fields.Code(required=True)
    name = fields.Text(required=True)
    customer_reference = fields.Text(max=80)
    note = fields.Text(max=2000)


class AgreementFilterForm(Form):
    """The filters of the list of agreements."""

    customer = fields.Code()


class EndAgreementForm(Form):
    """The end of an agreement."""

    last_day = fields.Day(required=True)
    reason = fields.Text(required=True)


class LimitRowForm(Form):
    """How far one role may go."""

    role = fields.Code(required=True)
    max_percent = fields.Percent(allow_none=True)


class DiscountLimitsForm(Form):
    """How far each role may go below the calculated price."""

    lines = fields.Lines(LimitRowForm, max=50)
