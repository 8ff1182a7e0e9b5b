"""Reads of saved views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_VIEWS = text("""
    SELECT v.id, v.name, v.query, v.is_shared, v.user_id = :user AS is_own, u.view_id IS NOT NULL AS is_usual
      FROM overview.saved_view v
      LEFT JOIN overview.usual_view u
        ON u.view_id = v.id AND u.user_id = :user AND u.company_id = :company AND u.list = :list
     WHERE v.company_id = :company AND v.list = :list AND (v.user_id = :user OR v.is_shared)
     ORDER BY v.user_id <> :user, lower(v.name COLLATE "C") COLLATE "C", v.id
""")
_USUAL = text("""
    SELECT v.query FROM overview.usual_view u JOIN overview.saved_view v ON v.id = u.view_id
     WHERE u.user_id = :user AND u.company_id = :company AND u.list = :list AND (v.user_id = :user OR v.is_shared)
""")


@dataclass(frozen=True)
class ViewFacts:
    """A saved view as the person who asks sees it."""

    id: UUID
    name: str
    query: str
    is_shared: bool
    is_own: bool
    is_usual: bool


def views_of(session: Session, user_id: UUID, company_id: UUID, list_: str) -> Sequence[ViewFacts]:
    """A person's views of a list, their own first, then those shared with everybody."""
    rows = session.execute(_VIEWS, {"user": user_id, "company": company_id, "list": list_})
    return [ViewFacts(*row) for row in rows]


def usual_query(session: Session, user_id: UUID, company_id: UUID, list_: str) -> str | None:
    """What the list shows when the person opens it without saying how; None: the list as it is."""
    found: str | None = session.scalar(_USUAL, {"user": user_id, "company": company_id, "list": list_})
    return found
