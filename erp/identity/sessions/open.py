"""Open a web session."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.identity.sessions.models import LONGEST, WebSession
from erp.identity.token_texts import new_session_token, token_hash
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def open_session(work: UnitOfWork, user_id: UUID, *, address: str, browser: str) -> str:
    """Let a browser in as this user, who has just proved who they are; returns the token, which is kept nowhere.

    The new session works where the user's latest one did.
    """
    token = new_session_token()
    place = work.execute(
        text("""SELECT company_id, branch_id FROM identity.web_session
                WHERE user_id = :user AND branch_id IS NOT NULL ORDER BY seen_at DESC LIMIT 1"""),
        {"user": user_id},
    ).one_or_none()
    insert_rows(work, WebSession, [{
        "id": new_id(), "user_id": user_id, "token_hash": token_hash(token), "address": address[:64],
        "browser": browser[:200], "opened_at": work.now, "seen_at": work.now, "expires_at": work.now + LONGEST,
        "company_id": place.company_id if place else None, "branch_id": place.branch_id if place else None,
    }])  # fmt: skip
    return token
