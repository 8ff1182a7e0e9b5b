"""What the pages of stock may send: filters."""

from erp.inventory.stock.statuses import STOCK_STATUSES
from erp.web.forms import Form, fields


class StockFilterForm(Form):
    """Filters of stock on hand."""

    q = fields.Text()
    warehouse_id = fields.Id(allow_none=True)
    status = fields.Choice(STOCK_STATUSES, allow_none=True)


class CardFilterForm(Form):
    """Filters of a stock card."""

    warehouse_id = fields.Id(allow_none=True)
    until = fields.Day(allow_none=True)


class LotFilterForm(Form):
    """Filters of the lots on hand."""

    q = fields.Text()
    expires_by = fields.Day(allow_none=True)
