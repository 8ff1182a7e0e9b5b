"""Put something on top of one's own palette, or take it off."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork

MOST_PINS = 40


def pin(work: UnitOfWork, *, company_id: UUID, kind: str, target: str, pinned: bool) -> None:
    """Pin this for the person who asks, or let it go. Doing it twice changes nothing.

    Raises: Refused for more pins than anybody can look through.
    """
    where = {"user": work.actor.user_id, "company": company_id, "kind": kind, "target": target, "now": work.now}
    if not pinned:
        work.execute(
            text("""UPDATE overview.shortcut SET pinned_at = NULL
                    WHERE user_id = :user AND company_id = :company AND kind = :kind AND target = :target"""),
            where,
        )
        return
    done = work.execute(
        text("""INSERT INTO overview.shortcut AS s (user_id, company_id, kind, target, seen_at, pinned_at)
                SELECT :user, :company, :kind, :target, :now, :now
                WHERE (SELECT count(*) FROM overview.shortcut WHERE user_id = :user AND company_id = :company
                       AND pinned_at IS NOT NULL AND (kind, target) <> (:kind, :target)) < :most
                ON CONFLICT (user_id, company_id, kind, target)
                DO UPDATE SET pinned_at = coalesce(s.pinned_at, excluded.pinned_at)
                RETURNING 1"""),
        {**where, "most": MOST_PINS},
    ).one_or_none()
    if done is None:
        raise Refused("You have %(most)s pins. Take one off before you pin another.", most=MOST_PINS)
