"""What the pages of warehouses may send."""

from erp.inventory.locations.models import BIN_KINDS
from erp.web.forms import Form, fields


class WarehouseForm(Form):
    """A new warehouse of a branch."""

    branch_id = fields.Id(required=True)
    code = fields.Code(required=True, max=20)
    name = fields.Text(required=True)
    address_line = fields.Text()
    postal_code = fields.Text(max=20)
    city = fields.Text()
    region = fields.Text()
    country_code = fields.Text(max=2)


class WarehouseChangeForm(Form):
    """A warehouse's name and address."""

    name = fields.Text(required=True)
    address_line = fields.Text()
    postal_code = fields.Text(max=20)
    city = fields.Text()
    region = fields.Text()
    country_code = fields.Text(max=2)


class BinForm(Form):
    """One bin."""

    code = fields.Code(required=True, max=40)
    kind = fields.Choice(BIN_KINDS, allow_none=True)
    pick_sequence = fields.Integer(allow_none=True)


class BinsForm(Form):
    """Bins to add."""

    bins = fields.Lines(BinForm, max=500)


class BinChangeForm(Form):
    """Where a bin lies on the walk, and whether it is used."""

    pick_sequence = fields.Integer(required=True)
    status = fields.Choice(("active", "closed"), required=True)
