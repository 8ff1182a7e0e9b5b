"""What the packing page and the packing scanner may send."""

from erp.web.forms import Form, fields


class CartonForm(Form):
    """One carton."""

    weight_kg = fields.Quantity(allow_none=True, positive=True)
    tracking = fields.Text(max=100)


class PackForm(Form):
    """The cartons of a shipment: how many, and what is known of each."""

    carton_count = fields.Integer(allow_none=True)
    cartons = fields.Lines(CartonForm, max=200)
