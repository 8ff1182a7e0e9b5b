"""Tell a later-listener again what it was already told."""

from datetime import datetime

from sqlalchemy import text

from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def replay_deliveries(work: UnitOfWork, subscriber: str, *, since: datetime, until: datetime) -> int:
    """Every delivery of the listener that was done or died in the time given is due again; returns how many.

    Only later-listeners can be told again: what happens during a posting is in the books and is corrected by new
    entries. A listener acts on its own evidence of what it did before (an e-mail keeps its message id).
    Raises: Refused for an unknown listener.
    """
    work.require("overview.delivery.retry")
    known = work.session.scalar(
        text("SELECT EXISTS (SELECT FROM kernel.delivery WHERE subscriber = :name)"), {"name": subscriber}
    )
    if not known:
        raise Refused(
            "Nobody called %(subscriber)s was ever told anything. See `erp events map`.",
            subscriber=subscriber,
        )
    rows = work.session.scalars(
        text("""UPDATE kernel.delivery SET status = 'pending', attempts = 0, due_at = clock_timestamp(), done_at = NULL
                WHERE subscriber = :name AND status IN ('done', 'dead')
                  AND event_id IN (SELECT id FROM kernel.event WHERE occurred_at >= :since AND occurred_at < :until)
                RETURNING id"""),
        {"name": subscriber, "since": since, "until": until},
    ).all()
    work.deliveries += rows
    return len(rows)
