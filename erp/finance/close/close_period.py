"""Close a period: its figures are final from this moment, for everybody."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from erp.finance.close.check_line import CheckLine
from erp.finance.close.checklist import blocking, evaluate_checklist
from erp.finance.close.models import PeriodAction
from erp.finance.events import PeriodClosed
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.plain import to_plain
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import SUBLEDGERS, lock_period, period, set_period_state

AT_ONCE = 40  # each closing is an event, and a transaction holds fifty

_EARLIER = text("""
    SELECT p.id, p.fiscal_year || '/' || lpad(p.number::text, 2, '0') AS label,
           EXISTS (SELECT FROM finance.journal_entry e WHERE e.company_id = p.company_id
                   AND e.posted_on BETWEEN p.first_day AND p.last_day) AS has_entries
    FROM organization.posting_period p
    WHERE p.company_id = :company AND p.last_day < :first_day
      AND 'closed' <> ANY (ARRAY[p.inventory_state, p.receivables_state, p.payables_state, p.general_state])
    ORDER BY p.first_day
""")


def close_period(work: UnitOfWork, period_id: UUID, *, note: str = "") -> list[CheckLine]:
    """Shut a period for every subledger in one step; return the checklist on which it was closed.

    The period's lock is taken exclusively first: postings under way are waited for, later ones are refused, and the
    checklist is evaluated once more while nobody can post. Nothing is moved or summed up: opening balances are
    computed, so closing takes a moment whatever the number of entries. Earlier periods without any entry are closed
    with it. Closing a closed period changes nothing.

    Raises: NotFound; Conflict where an earlier period with entries is open; Refused naming what blocks.
    Effects: PeriodClosed for each period closed.
    """
    work.require("finance.period.close")
    found = period(work.session, period_id)
    for earlier in _lock_earlier(work, period_id):
        _shut(work, earlier, [], "no entries; closed together with a later period")
    lock_period(work, period_id)
    lines = evaluate_checklist(work.session, period_id)
    if all(getattr(found, f"{subledger}_state") == "closed" for subledger in SUBLEDGERS):
        return lines
    stopping = blocking(lines)
    if stopping:
        reasons = "; ".join(f"{line.question} {line.answer}" for line in stopping)
        raise Refused("Period %(label)s cannot be closed yet. %(reasons)s.", label=found.label, reasons=reasons)
    _shut(work, period_id, lines, note)
    return lines


def _lock_earlier(work: UnitOfWork, period_id: UUID) -> list[UUID]:
    """Lock every earlier period that is not closed, in order of their days.

    Raises: Conflict where one holds entries.
    """
    found = period(work.session, period_id)
    asked = {"company": found.company_id, "first_day": found.first_day}
    rows = work.execute(_EARLIER, asked).all()
    if len(rows) > AT_ONCE:
        raise Conflict(
            "More than %(at_once)s earlier periods are open: close %(label)s first.",
            at_once=AT_ONCE, label=rows[AT_ONCE - 1].label,
        )
    ids = [row.id for row in rows]
    for earlier in ids:
        lock_period(work, earlier)
    for row in work.execute(_EARLIER, asked):
        if row.has_entries:
            raise Conflict("Period %(label)s is not closed: close periods in their order.", label=row.label)
    return ids


def _shut(work: UnitOfWork, period_id: UUID, lines: Sequence[CheckLine], note: str) -> None:
    if note.strip():
        work.note(note.strip())
    shut = set_period_state(work, period_id, "closed")
    work.session.add(
        PeriodAction(
            id=new_id(),
            company_id=shut.company_id,
            period_id=shut.id,
            action="close",
            reason=note.strip(),
            checklist=to_plain(lines),
            actor=work.actor.name,
            acted_at=work.now,
        )
    )
    work.session.flush()
    work.publish(
        PeriodClosed(
            company_id=shut.company_id,
            occurred_on=shut.last_day,
            period_id=shut.id,
            fiscal_year=shut.fiscal_year,
            period_number=shut.number,
        )
    )
