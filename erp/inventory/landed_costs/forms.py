"""What the pages of landed costs may send."""

from erp.inventory.valuation.landed_cost import SPLITS
from erp.web.forms import Form, fields


class ReceiptForm(Form):
    """One goods receipt, by its number."""

    receipt = fields.Code(required=True, max=40)


class LandedCostForm(Form):
    """A late charge and the goods receipts it was paid for."""

    description = fields.Text(required=True, max=200)
    amount = fields.Amount(required=True, negative=True)
    split = fields.Choice(SPLITS, required=True)
    occurred_on = fields.Day(allow_none=True)
    receipts = fields.Lines(ReceiptForm, max=100)


class LandedCostFilterForm(Form):
    """Filters of the list."""

    q = fields.Text(max=80)
