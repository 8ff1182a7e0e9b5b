"""The gate: recognizes a browser by its session and a program by its token, and what they may do, in one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, text
from sqlalchemy.orm import Session

from erp.identity.sessions.models import IDLE
from erp.identity.token_texts import API_PREFIX, token_hash
from erp.kernel.actor import Actor

SEEN_EVERY = timedelta(minutes=1)
LONGEST_TOKEN = 200

_PERSON = """
    u.id AS user_id, u.user_name, u.display_name, u.must_change_password, u.language, u.locale,
    (SELECT jsonb_agg(jsonb_build_object('role', ur.role, 'branch', ur.branch_id, 'permissions', CASE
                WHEN ur.role = 'administrator'
                THEN (SELECT jsonb_agg(p.name) FROM identity.permission p WHERE p.is_declared)
                ELSE (SELECT jsonb_agg(rp.permission) FROM identity.role_permission rp
                      JOIN identity.permission p ON p.name = rp.permission AND p.is_declared
                      WHERE rp.role = ur.role) END))
     FROM identity.user_role ur WHERE ur.user_id = u.id) AS held
"""


@dataclass(frozen=True)
class SignedIn:
    """Somebody the gate has recognized."""

    actor: Actor
    display_name: str
    session_id: UUID | None
    company_id: UUID | None
    branch_id: UUID | None
    must_change_password: bool
    language: str
    locale: str


class IdentityGate:
    """Asked once per request. Nothing is remembered between requests: what an administrator revokes is gone at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def by_session(self, session: Session, token: str, now: datetime) -> SignedIn | None:
        """The person behind a session cookie, or None where the session has ended, is idle too long, or never was."""
        if len(token) > LONGEST_TOKEN:
            return None
        row = session.execute(
            text(f"""SELECT s.id AS session_id, s.company_id, s.branch_id, s.seen_at, {_PERSON}
                     FROM identity.web_session s JOIN identity.user_account u ON u.id = s.user_id
                     WHERE s.token_hash = :hash AND s.ended_at IS NULL AND s.expires_at > :now
                       AND s.seen_at > :idle AND u.status = 'active'"""),  # noqa: S608
            {"hash": token_hash(token), "now": now, "idle": now - IDLE},
        ).one_or_none()
        if row is None:
            return None
        if now - row.seen_at > SEEN_EVERY:
            self._note_seen(row.session_id, now)
        return SignedIn(
            actor_of(row), row.display_name, row.session_id, row.company_id, row.branch_id,
            row.must_change_password, row.language, row.locale,
        )  # fmt: skip

    def by_api_token(self, session: Session, token: str, now: datetime) -> SignedIn | None:
        """The user behind a program's token, or None where it has ended, was revoked, or never was."""
        if not token.startswith(API_PREFIX) or len(token) > LONGEST_TOKEN:
            return None
        row = session.execute(
            text(f"""SELECT {_PERSON}
                     FROM identity.api_token t JOIN identity.user_account u ON u.id = t.user_id
                     WHERE t.token_hash = :hash AND t.revoked_at IS NULL AND t.expires_at > :now
                       AND u.status = 'active'"""),  # noqa: S608
            {"hash": token_hash(token), "now": now},
        ).one_or_none()
        if row is None:
            return None
        return SignedIn(
            actor_of(row), row.display_name, None, None, None, row.must_change_password, row.language, row.locale
        )

    def _note_seen(self, session_id: UUID, now: datetime) -> None:
        """Written apart from the request and at most once a minute: reading a page must not wait for a row."""
        with self._engine.begin() as connection:
            connection.execute(
                text("""UPDATE identity.web_session SET seen_at = :now WHERE id =
                        (SELECT id FROM identity.web_session WHERE id = :id AND seen_at < :now
                         FOR NO KEY UPDATE SKIP LOCKED)"""),
                {"id": session_id, "now": now},
            )


def actor_of_user(session: Session, user_id: UUID) -> Actor | None:
    """A person with the rights they hold now, for work done later in their name; None once they are inactive."""
    row = session.execute(
        text(f"SELECT {_PERSON} FROM identity.user_account u WHERE u.id = :id AND u.status = 'active'"),  # noqa: S608
        {"id": user_id},
    ).one_or_none()
    return actor_of(row) if row is not None else None


def actor_of(row: Row[Any]) -> Actor:
    """The actor a user is, from the roles they hold."""
    everywhere: set[str] = set()
    by_branch: dict[UUID, set[str]] = {}
    roles: set[str] = set()
    for held in row.held or ():
        roles.add(held["role"])
        permissions = held["permissions"] or ()
        if held["branch"] is None:
            everywhere.update(permissions)
        else:
            by_branch.setdefault(UUID(held["branch"]), set()).update(permissions)
    return Actor(
        name=row.user_name,
        user_id=row.user_id,
        permissions=frozenset(everywhere),
        branch_permissions={branch: frozenset(names) for branch, names in by_branch.items()},
        roles=frozenset(roles),
    )


