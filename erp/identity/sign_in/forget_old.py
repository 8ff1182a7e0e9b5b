"""Forget what is no longer of use: attempts nobody counts any more, sessions long over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Schedule, Services
from erp.kernel.unit_of_work import UnitOfWork

KEPT = timedelta(days=90)


def forget_old_sign_ins(work: UnitOfWork) -> int:
    """Drop attempts to sign in and sessions that ended more than 90 days ago; returns how many."""
    before = {"before": work.now - KEPT}
    attempts = work.execute(text("DELETE FROM identity.sign_in_attempt WHERE at < :before"), before)
    sessions = work.execute(text("DELETE FROM identity.web_session WHERE expires_at < :before"), before)
    return int(attempts.rowcount) + int(sessions.rowcount)  # type: ignore[attr-defined]


def _daily(services: Services) -> None:
    services.units.run(Actor.system("calendar"), forget_old_sign_ins)


SCHEDULES = (Schedule("identity.forget_old_sign_ins", timedelta(days=1), _daily),)
