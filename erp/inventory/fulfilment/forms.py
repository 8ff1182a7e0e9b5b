"""What the fulfilment pages may send."""

from erp.web.forms import Form, fields


class PlaceForm(Form):
    """Which warehouse a page is about."""

    warehouse_id = fields.Id(allow_none=True)


class BackorderFilterForm(Form):
    """Filters of the backorder list."""

    q = fields.Text()
    warehouse_id = fields.Id(allow_none=True)


class AllocateForm(Form):
    """Where free stock is to be promised."""

    warehouse_id = fields.Id(required=True)
