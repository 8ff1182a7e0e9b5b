"""``erp bench close``: shut a month of a million journal lines."""

from time import perf_counter

import click
from sqlalchemy import text

from erp.finance.api import close_period
from erp.kernel.db import new_session
from erp.overview.bench.figures import Opener, tell
from erp.overview.bench.past import make_past
from erp.overview.bench.world import ACTOR
from erp.overview.verify.run import verify_books

_PERIOD = text("""
    SELECT id FROM organization.posting_period
    WHERE company_id = :company AND :today BETWEEN first_day AND last_day
""")


@click.command("close")
@click.option("--lines", default=1_000_000, show_default=True, help="Journal lines of the month.")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
@click.pass_obj
def close(opener: Opener, lines: int, as_json: bool) -> None:
    """Close a month with so many journal lines: checklist, locks and state, in one transaction."""
    with opener.scratch("bench") as (services, admin_url):
        first_day = services.clock.now().date().replace(day=1)
        past = make_past(
            services, admin_url, journal_lines=lines, items=600, opened_on=first_day, told=click.echo,
            days=services.clock.now().date().day,
        )
        with new_session(services.engine) as session:
            asked = {"company": past.world.company_id, "today": past.world.today}
            period_id = session.execute(_PERIOD, asked).scalar_one()
        begun = perf_counter()
        checklist = services.units.run(ACTOR, lambda work: close_period(work, period_id))
        seconds = perf_counter() - begun
        with new_session(services.engine) as session:
            broken = [f.invariant.code for f in verify_books(session, services.bus) if f.broken]
    tell(
        {
            "journal_lines": past.journal_lines, "volume_seconds": past.seconds, "close_seconds": round(seconds, 2),
            "checklist": {line.question: line.answer for line in checklist}, "invariants_broken": broken,
        },
        as_json,
    )
    raise SystemExit(1 if broken else 0)
