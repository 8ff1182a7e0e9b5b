"""Change working days: on which days of the week a company works from now on."""

from collections.abc import Collection
from uuid import UUID

from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.companies.models import Company


def change_working_days(work: UnitOfWork, company_id: UUID, weekdays: Collection[int]) -> None:
    """Choose the working days of the week, Monday 1 to Sunday 7. What is promised already keeps its day.

    Raises: NotFound; Refused without any day, or for a day that no week has.
    """
    work.require("organization.working_day.change")
    if not weekdays:
        raise Refused("A company works on at least one day of the week.", field="weekdays")
    if not set(weekdays) <= set(range(1, 8)):
        raise Refused("The days of the week are 1, Monday, to 7, Sunday.", field="weekdays")
    company = work.session.get(Company, company_id, with_for_update={"key_share": True})
    if company is None:
        raise NotFound("There is no such company.")
    company.working_weekdays = sorted(set(weekdays))
    work.session.flush()
