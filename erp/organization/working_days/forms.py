"""What the page of working days may send."""

from erp.web.forms import Form, fields


class WorkingDaysForm(Form):
    """A tick for each day of the week."""

    day_1 = fields.Check()
    day_2 = fields.Check()
    day_3 = fields.Check()
    day_4 = fields.Check()
    day_5 = fields.Check()
    day_6 = fields.Check()
    day_7 = fields.Check()


class HolidayForm(Form):
    """A holiday to be added."""

    day = fields.Day(required=True)
    name = fields.Text(required=True, max=80)


class HolidayDayForm(Form):
    """A holiday to be removed."""

    day = fields.Day(required=True)
