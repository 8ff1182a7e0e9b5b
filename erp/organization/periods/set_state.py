"""Set the state of a period: from this moment its days take postings, take them with permission, or take none."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.periods.models import PERIOD_STATES, SUBLEDGERS, PostingPeriod


def lock_period(work: UnitOfWork, period_id: UUID) -> PostingPeriod:
    """Wait until nobody is posting into the period, and let nobody begin until this transaction ends.

    Take it before any other lock: whoever posts holds the period's shared lock while waiting for rows.

    Raises: NotFound
    """
    work.execute(text("SELECT organization.lock_period(:id)"), {"id": period_id})
    period = work.session.get(PostingPeriod, period_id, populate_existing=True)
    if period is None:
        raise NotFound("There is no such posting period.")
    return period


def set_period_state(
    work: UnitOfWork, period_id: UUID, state: str, subledgers: Collection[str] = SUBLEDGERS
) -> PostingPeriod:
    """Set the state of a period for some subledgers, by default for all.

    Raises: NotFound
    Effects: takes the period's lock exclusively until the transaction ends.
    """
    if state not in PERIOD_STATES:
        raise ValueError(f"{state!r} is no state of a period")
    period = lock_period(work, period_id)
    for subledger in subledgers:
        if subledger not in SUBLEDGERS:
            raise ValueError(f"{subledger!r} is no subledger")
        setattr(period, f"{subledger}_state", state)
    work.session.flush()
    return period
