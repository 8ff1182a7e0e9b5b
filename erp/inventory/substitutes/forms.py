"""What the page of substitutes may send."""

from erp.web.forms import Form, fields


class SubstituteForm(Form):
    """One item that may stand in."""

    item = fields.Code(required=True)
    note = fields.Text()


class SubstitutesForm(Form):
    """All that may stand in for an item, the first first."""

    lines = fields.Lines(SubstituteForm, max=50)
