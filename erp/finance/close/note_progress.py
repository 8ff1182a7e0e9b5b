"""Note how far each period is from closing: once an hour, so that the close room can show the way there."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.finance.close.check_line import BLOCKING, DONE
from erp.finance.close.checklist import evaluate_checklist
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork

MOST_PERIODS = 3  # of a company: the ones that somebody may be closing

_UNDER_WAY = text("""
    SELECT p.company_id, p.id FROM organization.company c
    CROSS JOIN LATERAL (
        SELECT o.company_id, o.id, o.first_day FROM organization.posting_period o
        WHERE o.company_id = c.id AND o.first_day <= :today
          AND 'closed' <> ANY (ARRAY[o.inventory_state, o.receivables_state, o.payables_state, o.general_state])
        ORDER BY o.first_day DESC LIMIT :most) AS p
    WHERE c.status = 'active' ORDER BY p.company_id, p.first_day
""")
_NOTE = text("""
    INSERT INTO finance.close_progress (period_id, day, company_id, lines, open_lines, blocking_lines, noted_at)
    VALUES (:period, :day, :company, :lines, :open, :blocking, :now)
    ON CONFLICT (period_id, day) DO UPDATE SET lines = excluded.lines, open_lines = excluded.open_lines,
           blocking_lines = excluded.blocking_lines, noted_at = excluded.noted_at
""")


def note_progress(services: Services) -> None:
    """Evaluate the checklist of every period under way, the latest three of each company, and keep the counts.

    The last look of a day stands; each period is noted in a transaction of its own.
    """
    actor = Actor.system("close room")
    with services.units.begin(actor) as work:
        today = work.now.date()
        under_way = work.execute(_UNDER_WAY, {"today": today, "most": MOST_PERIODS}).all()
    for row in under_way:
        with services.units.begin(actor) as work:
            note_period(work, row.company_id, row.id, today)


def note_period(work: UnitOfWork, company_id: UUID, period_id: UUID, day: date) -> None:
    """Keep how many lines of one period's checklist are open on a day."""
    states = [line.state for line in evaluate_checklist(work.session, period_id)]
    work.execute(
        _NOTE,
        {
            "period": period_id, "day": day, "company": company_id, "lines": len(states),
            "open": sum(state != DONE for state in states), "blocking": states.count(BLOCKING), "now": work.now,
        },
    )
