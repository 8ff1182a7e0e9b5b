"""Remove a holiday: the company works on that day after all."""

from datetime import date
from uuid import UUID

from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.working_days.models import Holiday


def remove_holiday(work: UnitOfWork, company_id: UUID, day: date) -> None:
    """The day may be promised again, where its weekday is a working day.

    Raises: NotFound
    """
    work.require("organization.working_day.change")
    holiday = work.session.get(Holiday, (company_id, day))
    if holiday is None:
        raise NotFound("That day is no holiday of this company.")
    work.session.delete(holiday)
    work.session.flush()
