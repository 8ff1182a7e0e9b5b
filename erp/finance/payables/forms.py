"""What the pages of supplier bills may send."""

from erp.web.forms import Form, fields


class BillFilterForm(Form):
    q = fields.Text(max=100)
    supplier = fields.Code(load_default="")
    status = fields.Choice(("held", "posted", "rejected"), allow_none=True)
    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)


class SupplierQueryForm(Form):
    supplier = fields.Code(load_default="")


class GoodsLineForm(Form):
    """What is billed of a receipt line; rows left empty are not on the bill."""

    grni_item_id = fields.Id(required=True)
    qty = fields.Quantity(allow_none=True)
    amount = fields.Amount(allow_none=True)


class AccountLineForm(Form):
    account = fields.Code(required=True)
    description = fields.Text(max=200)
    amount = fields.Amount(required=True, negative=True)


class NewBillForm(Form):
    supplier_id = fields.Id(required=True)
    supplier_number = fields.Text(max=64, required=True)
    billed_on = fields.Day(required=True)
    due_on = fields.Day(allow_none=True)
    total_amount = fields.Amount(required=True, negative=True)
    tax_amount = fields.Amount(allow_none=True, negative=True)
    deductible_percent = fields.Percent(allow_none=True)
    note = fields.Text(max=500)
    is_no_duplicate = fields.Check()
    goods = fields.Lines(GoodsLineForm, max=500)
    lines = fields.Lines(AccountLineForm, max=100)


class DecisionForm(Form):
    reason = fields.Text(max=300, required=True)
