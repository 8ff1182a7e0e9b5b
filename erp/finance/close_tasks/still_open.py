"""Steps are ticked while their period can still be closed."""

from uuid import UUID

from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import SUBLEDGERS, period


def period_still_open(work: UnitOfWork, period_id: UUID) -> UUID:
    """The company of a period that is not closed in every part of the books. Raises: NotFound; Conflict."""
    found = period(work.session, period_id)
    if all(getattr(found, f"{name}_state") == "closed" for name in SUBLEDGERS):
        raise Conflict("Period %(label)s is closed. Reopen it to change its checklist.", label=found.label)
    return found.company_id
