"""Remember what somebody opened."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.unit_of_work import UnitOfWork

RECENT_KEPT = 30


def note_seen(work: UnitOfWork, *, company_id: UUID, kind: str, target: str) -> None:
    """The person opened this now. The latest are kept; what is pinned stays however long ago it was.

    Saying it again changes the time alone. Programs, which have no person, are not remembered.
    """
    if work.actor.user_id is None:
        return
    work.execute(
        text("""WITH seen AS (
                    INSERT INTO overview.shortcut AS s (user_id, company_id, kind, target, seen_at)
                    VALUES (:user, :company, :kind, :target, :now)
                    ON CONFLICT (user_id, company_id, kind, target)
                    DO UPDATE SET seen_at = greatest(s.seen_at, excluded.seen_at))
                DELETE FROM overview.shortcut WHERE (user_id, company_id, kind, target) IN (
                    SELECT user_id, company_id, kind, target FROM overview.shortcut
                    WHERE user_id = :user AND company_id = :company AND pinned_at IS NULL
                      AND (kind, target) <> (:kind, :target)
                    ORDER BY seen_at DESC OFFSET :kept)"""),
        {
            "user": work.actor.user_id,
            "company": company_id,
            "kind": kind,
            "target": target,
            "now": work.now,
            "kept": RECENT_KEPT - 1,
        },
    )
