"""What the pages of reports may be asked."""

from erp.web.forms import Form, fields


class DimensionsForm(Form):
    """The dimensions by which every report can be read."""

    branch_id = fields.Id(allow_none=True)
    item_family_id = fields.Id(allow_none=True)
    warehouse_id = fields.Id(allow_none=True)
    customer_id = fields.Id(allow_none=True)
    supplier_id = fields.Id(allow_none=True)
    channel = fields.Text(max=60)
    salesperson_id = fields.Id(allow_none=True)


class AccountForm(DimensionsForm):
    """The days of an account's lines, which are a list; its files are the list's."""

    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)


class RangeForm(AccountForm):
    """The days of a report, which is a file of its own."""

    known_at = fields.Integer(allow_none=True)
    format = fields.Choice(("csv",), allow_none=True)


class AsOfForm(DimensionsForm):
    on = fields.Day(allow_none=True)
    known_at = fields.Integer(allow_none=True)
    format = fields.Choice(("csv",), allow_none=True)
