"""What the pages of valuation may send: filters."""

from erp.web.forms import Form, fields


class ValueFilterForm(Form):
    """A day, and whether to show each warehouse."""

    q = fields.Text()
    on = fields.Day(allow_none=True)
    by = fields.Choice(("item", "warehouse"), allow_none=True)
    warehouse_id = fields.Id(allow_none=True)
