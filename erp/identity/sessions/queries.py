"""Read web sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.identity.sessions.models import IDLE


@dataclass(frozen=True)
class OpenSession:
    """A browser that is signed in."""

    id: UUID
    user_id: UUID
    user_name: str
    display_name: str
    address: str
    browser: str
    opened_at: datetime
    seen_at: datetime
    expires_at: datetime


def open_sessions(session: Session, now: datetime, user_id: UUID | None = None) -> list[OpenSession]:
    """Who is signed in, latest first; all sessions of one user, or everybody's."""
    rows = session.execute(
        text("""SELECT s.id, u.id, u.user_name, u.display_name, s.address, s.browser, s.opened_at, s.seen_at,
                       s.expires_at
                FROM identity.web_session s JOIN identity.user_account u ON u.id = s.user_id
                WHERE s.ended_at IS NULL AND s.expires_at > :now AND s.seen_at > :idle AND u.status = 'active'
                  AND (CAST(:user AS uuid) IS NULL OR s.user_id = :user)
                ORDER BY s.seen_at DESC, s.id LIMIT 1000"""),
        {"now": now, "idle": now - IDLE, "user": user_id},
    )
    return [OpenSession(*row) for row in rows]
