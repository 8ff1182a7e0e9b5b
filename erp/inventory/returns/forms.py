"""What the return pages and the return scanner may send."""

from erp.inventory.returns.models import CONDITIONS, DISPOSITIONS
from erp.web.forms import Form, fields


class ReceiptFilterForm(Form):
    """Filters of the list of return receipts."""

    q = fields.Text()
    waiting = fields.Check()
    inspect = fields.Check()


class ReturnedLineForm(Form):
    """What was counted of one expected line."""

    expectation_id = fields.Id(required=True)
    qty = fields.Quantity(allow_none=True)
    lot = fields.Text(max=60)
    condition = fields.Choice(CONDITIONS, allow_none=True)
    notes = fields.Text(max=500)


class ReceiveReturnForm(Form):
    """A counted return; lines without a quantity did not come."""

    received_on = fields.Day(allow_none=True)
    lines = fields.Lines(ReturnedLineForm, max=500)


class FindingForm(Form):
    """The condition of one line."""

    line_id = fields.Id(required=True)
    condition = fields.Choice(CONDITIONS, allow_none=True)
    notes = fields.Text(max=500)


class InspectForm(Form):
    """What was found; lines without a condition were not looked at."""

    lines = fields.Lines(FindingForm, max=500)


class DisposalForm(Form):
    """What becomes of a quantity of one line."""

    line_id = fields.Id(required=True)
    disposition = fields.Choice(DISPOSITIONS, allow_none=True)
    qty = fields.Quantity(allow_none=True)
    bin = fields.Code()
    reason = fields.Text()


class DisposeForm(Form):
    """What becomes of the goods; lines without a disposition wait on."""

    lines = fields.Lines(DisposalForm, max=500)


class ScanFindForm(Form):
    """A scanned RMA number."""

    code = fields.Scan(required=True)


class ScanItemForm(Form):
    """A scanned item of an RMA."""

    code = fields.Scan()


class ScanReturnForm(Form):
    """Goods counted on the scanner."""

    expectation_id = fields.Id(required=True)
    qty = fields.Quantity(required=True, positive=True)
    lot = fields.Text(max=60)
    condition = fields.Choice(CONDITIONS, required=True)
