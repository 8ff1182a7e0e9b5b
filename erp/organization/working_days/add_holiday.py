"""Add a holiday: a day on which a company does not work."""

from datetime import date
from uuid import UUID

from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.companies.models import Company
from erp.organization.working_days.models import Holiday


def add_holiday(work: UnitOfWork, company_id: UUID, day: date, name: str) -> None:
    """From now on nothing new is promised for that day. What is promised already keeps its day.

    Raises: NotFound; Refused without a name; Conflict where the day is a holiday already.
    """
    work.require("organization.working_day.change")
    if not name.strip():
        raise Refused("Say which holiday it is.", field="name")
    if work.session.get(Company, company_id) is None:
        raise NotFound("There is no such company.")
    known = work.session.get(Holiday, (company_id, day))
    if known is not None:
        raise Conflict("That day is a holiday already: %(name)s.", field="day", name=known.name)
    work.session.add(Holiday(company_id=company_id, day=day, name=name.strip()))
    work.session.flush()
