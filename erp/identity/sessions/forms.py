"""What the top bar may send."""

from erp.web.forms import Form, fields


class PlaceForm(Form):
    """The branch to work in."""

    branch_id = fields.Id(required=True)
