"""Read whether somebody is locked out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.identity.sign_in.attempt import FAILURES_OF_ONE_NAME, WINDOW


def is_locked_out(session: Session, user_name: str, now: datetime) -> bool:
    """Whether the name is locked after wrong passwords."""
    failures = session.scalar(
        text("""SELECT count(*) FROM identity.sign_in_attempt a
                WHERE a.user_name = :name AND a.outcome = 'failed' AND a.at > :since
                  AND NOT EXISTS (SELECT 1 FROM identity.sign_in_attempt b WHERE b.user_name = :name
                                  AND b.outcome <> 'failed' AND b.id > a.id AND b.at > :since)"""),
        {"name": user_name, "since": now - WINDOW},
    )
    return bool(failures and failures >= FAILURES_OF_ONE_NAME)
