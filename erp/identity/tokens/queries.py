"""Read API tokens; their texts are known to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class TokenFacts:
    """A token that still works."""

    id: UUID
    name: str
    created_at: datetime
    expires_at: datetime


def live_tokens(session: Session, user_id: UUID, now: datetime) -> list[TokenFacts]:
    """The tokens of a user that work now."""
    rows = session.execute(
        text("""SELECT id, name, created_at, expires_at FROM identity.api_token
                WHERE user_id = :user AND revoked_at IS NULL AND expires_at > :now ORDER BY created_at"""),
        {"user": user_id, "now": now},
    )
    return [TokenFacts(*row) for row in rows]
