"""End web sessions: signing out, or shutting a browser out."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Conflict, NotFound
from erp.kernel.unit_of_work import UnitOfWork


def end_session(work: UnitOfWork, session_id: UUID) -> UUID:
    """End one session: one's own, or with the permission anybody's; the browser's next request meets the sign-in page.

    Raises: NotFound, Forbidden, Conflict where it has ended already.
    """
    row = work.execute(
        text("SELECT user_id, ended_at FROM identity.web_session WHERE id = :id FOR NO KEY UPDATE"), {"id": session_id}
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such session.")
    if row.user_id != work.actor.user_id:
        work.require("identity.session.end")
    if row.ended_at is not None:
        raise Conflict("This session has ended already.")
    work.execute(
        text("UPDATE identity.web_session SET ended_at = :now, ended_by = :by WHERE id = :id"),
        {"id": session_id, "now": work.now, "by": work.actor.name},
    )
    return session_id


def end_sessions_of(work: UnitOfWork, user_id: UUID, *, but: UUID | None = None) -> int:
    """End every open session of a user, but perhaps the present one; returns how many ended."""
    if user_id != work.actor.user_id:
        work.require("identity.session.end")
    ended = work.execute(
        text("""UPDATE identity.web_session SET ended_at = :now, ended_by = :by
                WHERE user_id = :user AND ended_at IS NULL AND id IS DISTINCT FROM CAST(:but AS uuid) RETURNING id"""),
        {"user": user_id, "but": but, "now": work.now, "by": work.actor.name},
    )
    return len(ended.all())
