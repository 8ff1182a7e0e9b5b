"""Reopen a period: it takes postings again, for a reason that stays on record."""

from uuid import UUID

from sqlalchemy import text

from erp.finance.close.models import PeriodAction
from erp.finance.events import PeriodReopened
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import SUBLEDGERS, lock_period, set_period_state

_LATER_CLOSED = text("""
    SELECT fiscal_year || '/' || lpad(number::text, 2, '0') FROM organization.posting_period
    WHERE company_id = :company AND first_day > :last_day
      AND 'closed' = ANY (ARRAY[inventory_state, receivables_state, payables_state, general_state])
    ORDER BY first_day DESC LIMIT 1
""")


def reopen_period(work: UnitOfWork, period_id: UUID, *, reason: str) -> None:
    """Open a closed or soft-closed period again for every subledger.

    The latest closed period is reopened first: reopening one before it would change what a closed one brought forward.

    Raises: NotFound; Refused without a reason; Conflict where it is open, or a later period is closed.
    Effects: PeriodReopened.
    """
    work.require("finance.period.reopen")
    if not reason.strip():
        raise Refused("Say why the period is reopened.", field="reason")
    period = lock_period(work, period_id)
    if all(getattr(period, f"{name}_state") == "open" for name in SUBLEDGERS):
        raise Conflict("Period %(label)s is open.", label=period.label)
    later = work.session.scalar(_LATER_CLOSED, {"company": period.company_id, "last_day": period.last_day})
    if later is not None:
        raise Conflict("Period %(later)s is closed: reopen the latest period first.", later=later)
    work.note(reason.strip())
    set_period_state(work, period_id, "open")
    work.session.add(
        PeriodAction(
            id=new_id(),
            company_id=period.company_id,
            period_id=period_id,
            action="reopen",
            reason=reason.strip(),
            checklist=[],
            actor=work.actor.name,
            acted_at=work.now,
        )
    )
    work.session.flush()
    work.publish(
        PeriodReopened(
            company_id=period.company_id,
            occurred_on=period.last_day,
            period_id=period_id,
            fiscal_year=period.fiscal_year,
            period_number=period.number,
            reason=reason.strip(),
        )
    )
