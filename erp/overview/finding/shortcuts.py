"""What a person opened lately and pinned, as it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.kernel.finding import Findable
from erp.overview.finding.models import Shortcut
from erp.overview.finding.search import Found, Reach, records

PAGE = "page"  # the kind of a shortcut to a page; its target is the endpoint
RECENT_SHOWN = 8


@dataclass(frozen=True)
class Kept:
    """Records and pages (by endpoint), each in the order they are shown."""

    pinned: list[Found | str]
    recent: list[Found | str]


def shortcuts(session: Session, findables: Mapping[str, Findable], reach: Reach) -> Kept:
    """The person's pins, oldest first, and what they opened last; nothing they may no longer see. Two executions."""
    kept = session.scalars(
        select(Shortcut)
        .where(Shortcut.user_id == reach.actor.user_id, Shortcut.company_id == reach.company_id)
        .order_by(Shortcut.seen_at.desc())
        .limit(80)
    ).all()
    found = {
        (record.findable.kind, str(record.id)): record
        for record in records(session, [(s.kind, UUID(s.target)) for s in kept if s.kind != PAGE], findables, reach)
    }

    def shown(shortcut: Shortcut) -> Found | str | None:
        return shortcut.target if shortcut.kind == PAGE else found.get((shortcut.kind, shortcut.target))

    pinned = sorted((s for s in kept if s.pinned_at is not None), key=lambda s: (s.pinned_at, s.target))
    recent = [s for s in kept if s.pinned_at is None]
    return Kept(
        [entry for s in pinned if (entry := shown(s)) is not None],
        [entry for s in recent if (entry := shown(s)) is not None][:RECENT_SHOWN],
    )


def is_pinned(session: Session, reach: Reach, kind: str, target: str) -> bool:
    """Whether the person has this on top of the palette."""
    return bool(
        session.scalar(
            text("""SELECT EXISTS (SELECT FROM overview.shortcut WHERE user_id = :user AND company_id = :company
                    AND kind = :kind AND target = :target AND pinned_at IS NOT NULL)"""),
            {"user": reach.actor.user_id, "company": reach.company_id, "kind": kind, "target": target},
        )
    )
