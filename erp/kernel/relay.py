"""The relay: finds deliveries and jobs nobody was told of, and starts what is due by the calendar.

Any number of relays may run. A due time of a schedule is taken by inserting its row; deliveries and jobs are claimed
by whoever works on them, so telling a worker twice does no harm.
"""

import logging
from datetime import UTC, datetime, timedelta

from sqlalchemy import Text, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel import outbox
from erp.kernel.assembly import Schedule, Services
from erp.kernel.db import Base, new_session
from erp.kernel.jobs import waiting_jobs
from erp.kernel.outbox import Instant
from erp.kernel.unfinished_form import drop_old_unfinished

SWEEP_SECONDS = 30
MIDNIGHT = datetime(2020, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


class ScheduleRun(Base):
    """One due time of one schedule, taken by one relay."""

    __tablename__ = "schedule_run"
    __table_args__ = ({"schema": "kernel"},)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"))


def sweep(services: Services) -> int:
    """Tell the workers of every due delivery and waiting job; returns how many there were."""
    with new_session(services.engine) as session:
        deliveries = outbox.due(session)
        jobs = waiting_jobs(session)
    services.units.wake(deliveries, jobs)
    return len(deliveries) + len(jobs)


def deliver_due(services: Services, limit: int = 500) -> int:
    """Run due deliveries in this process, for the command line and for tests; returns how many succeeded."""
    done = 0
    while True:
        with new_session(services.engine) as session:
            waiting = outbox.due(session, limit)
        results = [services.units.deliver(delivery_id) for delivery_id in waiting]
        done += results.count("done")
        if "done" not in results:
            return done


def run_schedules(services: Services, now: datetime) -> list[str]:
    """Run every schedule whose latest due time nobody has taken; one that failed waits for its next due time."""
    ran = []
    for schedule in services.schedules:
        if _take(services, schedule, now):
            try:
                schedule.function(services)
                ran.append(schedule.name)
            except Exception:
                log.exception("scheduled work %s failed", schedule.name)
    return ran


def _take(services: Services, schedule: Schedule, now: datetime) -> bool:
    elapsed = (now - MIDNIGHT) // schedule.every
    due_at = MIDNIGHT + elapsed * schedule.every
    with new_session(services.engine) as session:
        taken = session.execute(
            text("""INSERT INTO kernel.schedule_run (name, due_at) VALUES (:name, :due)
                    ON CONFLICT DO NOTHING RETURNING name"""),
            {"name": schedule.name, "due": due_at},
        ).one_or_none()
        session.commit()
    return taken is not None


def keep_house(services: Services) -> None:
    """Make the ledger partitions of the coming months and drop what is only kept for a while."""
    with new_session(services.engine) as session:
        session.execute(text("SELECT kernel.extend_partitions()"))
        session.execute(text("DELETE FROM kernel.schedule_run WHERE due_at < now() - interval '30 days'"))
        session.execute(text("DELETE FROM kernel.request_key WHERE created_at < now() - interval '90 days'"))
        drop_old_unfinished(session)
        session.commit()


KERNEL_SCHEDULES = (Schedule("keep house", timedelta(hours=6), keep_house),)
