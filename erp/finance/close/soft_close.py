"""Soft close a period: from now on only accountants with permission post into it."""

from collections.abc import Collection
from uuid import UUID

from erp.finance.close.models import PeriodAction
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import SUBLEDGERS, lock_period, set_period_state


def soft_close_period(
    work: UnitOfWork, period_id: UUID, *, subledgers: Collection[str] = SUBLEDGERS, note: str = ""
) -> None:
    """Keep daily business out of a period while accountants finish it, for all subledgers or some.

    Raises: NotFound; Conflict where one of them is closed already; Refused without any subledger.
    """
    work.require("finance.period.close")
    if not subledgers or not set(subledgers) <= set(SUBLEDGERS):
        raise Refused("Choose at least one part of the books.", field="subledgers")
    period = lock_period(work, period_id)
    closed = [name for name in subledgers if getattr(period, f"{name}_state") == "closed"]
    if closed:
        raise Conflict(
            "Period %(label)s is closed for %(closed)s: reopen it first.",
            label=period.label, closed=', '.join(closed),
        )
    if note.strip():
        work.note(note.strip())
    set_period_state(work, period_id, "soft_closed", subledgers)
    work.session.add(
        PeriodAction(
            id=new_id(),
            company_id=period.company_id,
            period_id=period_id,
            action="soft_close",
            reason=note.strip(),
            checklist=sorted(subledgers),
            actor=work.actor.name,
            acted_at=work.now,
        )
    )
    work.session.flush()
