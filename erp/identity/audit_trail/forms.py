"""Which changes to list."""

from erp.web.forms import Form, fields


class AuditFilter(Form):
    """What was changed, by whom, and when."""

    table_name = fields.Code(max=80)
    row_key = fields.Text(max=200)
    actor = fields.Code(max=64)
    first_day = fields.Day()
    last_day = fields.Day()
