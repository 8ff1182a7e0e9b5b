"""Prove who one is by a password, with guessing bounded by the database."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from erp.identity.passwords import is_right
from erp.identity.sessions.open import open_session
from erp.identity.sign_in.models import SignInAttempt
from erp.kernel.actor import Actor
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory

FAILURES_OF_ONE_NAME = 5
FAILURES_FROM_ONE_ADDRESS = 50
WINDOW = timedelta(minutes=15)
WRONG = "The user name or the password is wrong. Check both; after five wrong tries the name is locked for 15 minutes."


class LockedOut(Refused):
    """Too many wrong passwords for this name, or from this address."""


def sign_in(units: UnitOfWorkFactory, *, user_name: str, password: str, address: str, browser: str) -> str:
    """Open a session for whoever knows the password; returns its token.

    Three short transactions, because checking a password takes a tenth of a second in which no row may be locked: the
    attempt is counted as failed before the password is looked at, so that many guesses at a time are all counted.
    Raises: Refused with one message for a wrong name and a wrong password; LockedOut.
    """
    name = user_name.strip().lower()[:64]
    actor = Actor.system("sign-in")
    attempt_id = units.run(actor, lambda work: _count(work, name, address))
    user = units.run(actor, lambda work: _find(work, name))
    known_hash = user[1] if user is not None else None
    if not is_right(password, known_hash) or user is None:
        raise Refused(WRONG, field="password")
    return units.run(actor, lambda work: _let_in(work, attempt_id, user[0], address, browser))


def _count(work: UnitOfWork, name: str, address: str) -> UUID:
    work.execute(text("SELECT pg_advisory_xact_lock(hashtext('sign-in ' || :name))"), {"name": name})
    since = work.now - WINDOW
    failures = work.execute(
        text("""SELECT
                  (SELECT count(*) FROM identity.sign_in_attempt a
                   WHERE a.user_name = :name AND a.outcome = 'failed' AND a.at > :since
                     AND NOT EXISTS (SELECT 1 FROM identity.sign_in_attempt b WHERE b.user_name = :name
                                     AND b.outcome <> 'failed' AND b.id > a.id AND b.at > :since)) AS of_name,
                  (SELECT count(*) FROM identity.sign_in_attempt
                   WHERE address = :address AND outcome = 'failed' AND at > :since) AS from_address"""),
        {"name": name, "address": address, "since": since},
    ).one()
    if failures.of_name >= FAILURES_OF_ONE_NAME:
        raise LockedOut(
            "This name is locked after five wrong passwords. Wait 15 minutes, or ask an administrator to unlock it."
        )
    if failures.from_address >= FAILURES_FROM_ONE_ADDRESS:
        raise LockedOut("Too many wrong passwords came from this address. Wait 15 minutes and try again.")
    attempt_id = new_id()
    insert_rows(work, SignInAttempt, [
        {"id": attempt_id, "user_name": name, "address": address[:64], "outcome": "failed", "at": work.now}
    ])  # fmt: skip
    return attempt_id


def _find(work: UnitOfWork, name: str) -> tuple[UUID, str] | None:
    row = work.execute(
        text("SELECT id, password_hash FROM identity.user_account WHERE user_name = :name AND status = 'active'"),
        {"name": name},
    ).one_or_none()
    return (row.id, row.password_hash) if row is not None else None


def _let_in(work: UnitOfWork, attempt_id: UUID, user_id: UUID, address: str, browser: str) -> str:
    work.execute(
        text("UPDATE identity.sign_in_attempt SET outcome = 'succeeded' WHERE id = :id"), {"id": attempt_id}
    )
    return open_session(work, user_id, address=address, browser=browser)
