"""Reads of the event console."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, text
from sqlalchemy.orm import Session

from erp.kernel.actor import Actor
from erp.kernel.errors import NotFound
from erp.kernel.outbox import Delivery, StoredEvent


@dataclass(frozen=True)
class EventFacts:
    """One event with whom it was told, what caused it, what it caused, and the entries it led to."""

    event: Row[Any]
    deliveries: Sequence[Row[Any]]
    failures: Sequence[Row[Any]]
    caused: Sequence[Row[Any]]
    entries: Sequence[Row[Any]]


def events(company_id: UUID, *, name: str = "", correlation_id: UUID | None = None) -> Select[*tuple[Any, ...]]:
    """Events of a company, for a list."""
    query: Select[*tuple[Any, ...]] = select(
        StoredEvent.id, StoredEvent.name, StoredEvent.occurred_on, StoredEvent.occurred_at, StoredEvent.actor,
        StoredEvent.document_id, StoredEvent.correlation_id,
    ).where(StoredEvent.company_id == company_id)
    if name:
        query = query.where(StoredEvent.name == name)
    if correlation_id:
        query = query.where(StoredEvent.correlation_id == correlation_id)
    return query


def deliveries(company_id: UUID, *, status: str = "") -> Select[*tuple[Any, ...]]:
    """Deliveries of a company, for a list; without a status, those that are not done."""
    query: Select[*tuple[Any, ...]] = select(
        Delivery.id, Delivery.event_id, Delivery.event_name, Delivery.subscriber, Delivery.status, Delivery.attempts,
        Delivery.due_at, Delivery.last_error, Delivery.affects_close, Delivery.occurred_on,
    ).where(Delivery.company_id == company_id)
    if status:
        return query.where(Delivery.status == status)
    return query.where(Delivery.status.in_(("pending", "running", "dead")))


def count_dead(session: Session, company_id: UUID, actor: Actor) -> int:
    """Listeners that could not be told after every attempt."""
    statement = text("SELECT count(*) FROM kernel.delivery WHERE company_id = :company AND status = 'dead'")
    return int(session.scalar(statement, {"company": company_id}) or 0)


def event_facts(session: Session, event_id: UUID, company_id: UUID) -> EventFacts:
    """Everything known of one event. Raises: NotFound."""
    values = {"id": event_id, "company": company_id}
    event = session.execute(
        text("SELECT * FROM kernel.event WHERE id = :id AND company_id = :company"), values
    ).one_or_none()
    if event is None:
        raise NotFound("There is no such event in this company.")
    told = session.execute(text("SELECT * FROM kernel.delivery WHERE event_id = :id ORDER BY id"), values).all()
    failures = session.execute(
        text("""SELECT f.* FROM kernel.delivery_failure f JOIN kernel.delivery d ON d.id = f.delivery_id
                WHERE d.event_id = :id ORDER BY f.id"""), values).all()
    caused = session.execute(
        text("""SELECT id, name, occurred_at FROM kernel.event
                WHERE correlation_id = :correlation AND caused_by = :id ORDER BY id"""),
        {"id": event_id, "correlation": event.correlation_id}).all()
    entries = session.execute(
        text("""SELECT id, number, purpose, posted_on FROM finance.journal_entry
                WHERE source_event_id = :id ORDER BY id"""),
        values).all()
    return EventFacts(event, told, failures, caused, entries)
