"""One business step: one transaction, one actor, and the events it causes.

A use case receives a ``UnitOfWork``, works through ``execute`` and ``rows``, publishes what happened as its last
statement and returns; it never commits. Whoever opened the unit of work (a page, a scanner, a worker, a replay)
lets it settle and commit.
"""

import logging
import random
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Engine, Executable, Result, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from erp.kernel import outbox
from erp.kernel.actor import Actor
from erp.kernel.adapters import Adapters
from erp.kernel.clock import Clock, SystemClock
from erp.kernel.database_errors import is_repeatable, translate
from erp.kernel.db import new_session
from erp.kernel.direct import DirectSession
from erp.kernel.errors import Forbidden
from erp.kernel.events import Bus, Event, decode, encode
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows

MAX_EVENTS = 50
T = TypeVar("T")

log = logging.getLogger(__name__)


class _Queued(NamedTuple):
    id: UUID
    event: Event
    caused_by: UUID | None


class UnitOfWork:
    """The transaction a use case works in, who acts, when, and what has happened in it so far."""

    def __init__(
        self, session: DirectSession, bus: Bus, actor: Actor, now: datetime, correlation_id: UUID, adapters: Adapters
    ) -> None:
        self.session: Session = session
        self._direct = session
        self.actor = actor
        self.now = now
        self.correlation_id = correlation_id
        self.adapters = adapters
        self.event_id: UUID | None = None  # the event being handled: handlers cite it as their source
        self.deliveries: list[UUID] = []
        self.jobs: list[UUID] = []
        self._bus = bus
        self._queue: deque[_Queued] = deque()
        self._reserved: UUID | None = None
        self._happened: list[dict[str, object]] = []
        self._to_tell: list[dict[str, object]] = []
        self._known: dict[Hashable, Any] = {}

    def execute(self, statement: Executable, params: Mapping[str, Any] | None = None) -> Result[Any]:
        """Run one statement in this transaction."""
        return self.session.execute(statement, params)

    def once(self, key: Hashable, read: Callable[[], T]) -> T:
        """What ``read`` finds, read once in this step: for facts that several listeners of one event need.

        Only for what the step does not change after it was read.
        """
        if key not in self._known:
            self._known[key] = read()
        value: T = self._known[key]
        return value

    def require(self, permission: str, branch_id: UUID | None = None) -> None:
        """Refuse the step unless the actor holds the permission (in that branch, where one is named)."""
        if not self.actor.may(permission, branch_id):
            raise Forbidden(
                "You are not allowed to do this (%(permission)s). Ask an administrator for a role that is.",
                permission=permission,
            )

    def note(self, reason: str) -> None:
        """Say why: the audit trail of this transaction's changes keeps the reason."""
        self.execute(text("SELECT set_config('app.reason', :reason, true)"), {"reason": reason})

    def reserve_event_id(self) -> UUID:
        """The id under which the next event will be published, for rows that cite it before it is."""
        if self._reserved is None:
            self._reserved = new_id()
        return self._reserved

    def publish(self, event: Event) -> None:
        """Queue the event: its handlers run when the use case has returned, before the commit."""
        event_id, self._reserved = self._reserved or new_id(), None
        self._queue.append(_Queued(event_id, event, self.event_id))

    def settle(self) -> None:
        """Hand every queued event to its handlers, first come first served, until none is left; then store them all."""
        for _ in range(MAX_EVENTS):
            if not self._queue:
                break
            self._hand_out(self._queue.popleft())
        if self._queue:
            raise RuntimeError(f"more than {MAX_EVENTS} events in one transaction: handlers chase each other")
        self.session.flush()
        insert_rows(self.session, outbox.StoredEvent, self._happened)
        insert_rows(self.session, outbox.Delivery, self._to_tell)
        self._happened, self._to_tell = [], []

    def _hand_out(self, queued: _Queued) -> None:
        event, kind = queued.event, type(queued.event)
        self.session.flush()
        self._store(queued)
        self.event_id = queued.id
        try:
            for subscription in self._bus.during[kind]:
                subscription.handler(self, event)
        finally:
            self.event_id = None
        self._schedule_deliveries(queued)

    def _store(self, queued: _Queued) -> None:
        event = queued.event
        self._happened.append({
            "id": queued.id, "name": event.name(), "version": event.version, "company_id": event.company_id,
            "document_id": event.document_id, "occurred_on": event.occurred_on, "occurred_at": self.now,
            "actor": self.actor.name, "actor_user_id": self.actor.user_id,
            "correlation_id": self.correlation_id, "caused_by": queued.caused_by, "body": encode(event),
        })

    def _schedule_deliveries(self, queued: _Queued) -> None:
        event = queued.event
        rows = [
            {
                "id": new_id(), "event_id": queued.id, "event_name": event.name(), "company_id": event.company_id,
                "document_id": event.document_id, "occurred_on": event.occurred_on,
                "subscriber": subscription.name, "affects_close": subscription.affects_close,
            }
            for subscription in self._bus.later[type(event)]
        ]
        self._to_tell += rows
        self.deliveries += [row["id"] for row in rows]  # type: ignore[misc]


class UnitOfWorkFactory:
    """Opens units of work. One per process: holds the engine, the bus, the clock and the wake-up call."""

    def __init__(
        self,
        bind: Engine | Connection,
        bus: Bus,
        *,
        adapters: Adapters | None = None,
        clock: Clock | None = None,
        wake: Callable[[list[UUID], list[UUID]], None] | None = None,
    ) -> None:
        self.bind = bind
        self.bus = bus
        self.adapters = adapters or Adapters()
        self.clock = clock or SystemClock()
        self._wake = wake

    @contextmanager
    def begin(self, actor: Actor, *, correlation_id: UUID | None = None) -> Iterator[UnitOfWork]:
        """Open a unit of work; on leaving it, settle its events and commit, or undo everything.

        Raises: Refused or Conflict in place of what the database refused.
        """
        with new_session(self.bind) as session:
            work = self._new(session, actor, correlation_id)
            with _said_kindly():
                _introduce(work)
                yield work
                work.settle()
                session.commit()
        self.wake(work.deliveries, work.jobs)

    def rehearse(
        self, actor: Actor, use_case: Callable[[UnitOfWork], object], look: Callable[[UnitOfWork], T], *,
        correlation_id: UUID | None = None,
    ) -> T:
        """Run a whole use case with everything that follows from it, look at what it did, and undo all of it.

        So what a page shows before a step is what the step will do, made by the step itself. Only numbers of
        sequences are used up; gapless series are not touched.
        Raises: whatever the step itself would refuse.
        """
        with new_session(self.bind) as session:
            work = self._new(session, actor, correlation_id)
            with _said_kindly():
                _introduce(work)
                use_case(work)
                work.settle()
                session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
                session.collect()  # what they refuse comes out now: there is no commit to wait for
                return look(work)  # what leaves the session without a commit is undone

    def _new(self, session: DirectSession, actor: Actor, correlation_id: UUID | None) -> UnitOfWork:
        return UnitOfWork(session, self.bus, actor, self.clock.now(), correlation_id or new_id(), self.adapters)

    def run(
        self, actor: Actor, use_case: Callable[[UnitOfWork], T], *, correlation_id: UUID | None = None,
        attempts: int = 5,
    ) -> T:
        """Run a whole use case in a unit of work, and again from the start after a deadlock, with jitter."""
        for attempt in range(1, attempts + 1):
            try:
                with self.begin(actor, correlation_id=correlation_id) as work:
                    return use_case(work)
            except DBAPIError as error:
                if not is_repeatable(error) or attempt == attempts:
                    raise
                log.warning("step repeated after %s (attempt %d)", type(error.orig).__name__, attempt)
                time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
        raise AssertionError("unreachable")

    def wake(self, deliveries: list[UUID], jobs: list[UUID]) -> None:
        """Tell a worker there is something to do; where nobody can be told, the sweep will find it."""
        if self._wake is None or not (deliveries or jobs):
            return
        try:
            self._wake(deliveries, jobs)
        except Exception:
            log.warning("no worker could be woken; the sweep will find the work", exc_info=True)

    def deliver(self, delivery_id: UUID) -> str:
        """Run one later-listener; its effects and the done mark commit together.

        Returns ``done``, ``failed`` or ``skipped`` (nothing due, another worker has it, or an earlier delivery of
        the same document comes first).
        """
        with new_session(self.bind) as session:
            claimed = outbox.claim(session, delivery_id)
            session.commit()
        if claimed is None:
            return "skipped"
        try:
            subscription = self.bus.subscriber(claimed.event_name, claimed.subscriber)
            if subscription is None:
                raise LookupError(f"this version of the product has no listener {claimed.subscriber}")
            with self.begin(Actor.system(f"listener {claimed.subscriber}")) as work:
                stored = work.session.execute(
                    text("SELECT body, correlation_id FROM kernel.event WHERE id = :id"),
                    {"id": claimed.event_id},
                ).one()
                work.correlation_id = stored.correlation_id
                work.event_id = claimed.event_id
                subscription.handler(work, decode(self.bus.types[claimed.event_name], stored.body))
                if not outbox.finish(work.session, claimed):
                    raise RuntimeError("the delivery was taken over by another worker")
        except Exception as error:
            log.warning("delivery %s to %s failed", delivery_id, claimed.subscriber, exc_info=True)
            with new_session(self.bind) as session:
                outbox.fail(session, claimed, new_id(), f"{type(error).__name__}: {error}"[:4000])
                session.commit()
            return "failed"
        return "done"


@contextmanager
def _said_kindly() -> Iterator[None]:
    """Refused or Conflict in place of what the database refused."""
    try:
        yield
    except DBAPIError as error:
        refusal = translate(error)
        if refusal is None:
            raise
        raise refusal from error


_INTRODUCTION = text("""
    SELECT (SELECT string_agg(table_name || '=' || id, ' ' ORDER BY table_name, id) FROM kernel.reference_change),
           set_config('app.actor', :actor, true), set_config('app.correlation_id', :correlation, true),
           set_config('app.soft_close', :soft_close, true), set_config('app.reason', '', true)
""")


def _introduce(work: UnitOfWork) -> None:
    """Tell the database who acts, for its audit triggers and its guard of soft-closed periods.

    Its answer, which nobody waits for, says which reference tables have changed since the last step.
    """
    soft_close = work.actor.may("finance.period.post_soft_closed")
    work._direct.introduce(
        _INTRODUCTION,
        {
            "actor": work.actor.name, "correlation": str(work.correlation_id),
            "soft_close": "t" if soft_close else "f",
        },
    )
