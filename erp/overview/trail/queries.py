"""Reads of the document trail: every step takes one execution, whatever the number of documents."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound
from erp.overview.trail.documents import DOCUMENTS
from erp.overview.trail.emails import TrailEmail, emails_of
from erp.overview.trail.steps import BUNDLES, STEPS

MAX_ROUNDS = 8
MAX_DOCUMENTS = 400


@dataclass(frozen=True, order=True)
class Place:
    """One document, by kind and id."""

    kind: str
    id: UUID


@dataclass(frozen=True)
class TrailDocument:
    """A document as the trail shows it."""

    place: Place
    number: str
    occurred_on: date | None
    state: str
    company_id: UUID
    branch_id: UUID | None


@dataclass(frozen=True)
class TrailEvent:
    """Something that happened to one of the documents."""

    id: UUID
    name: str
    document_id: UUID
    occurred_on: date
    occurred_at: datetime
    actor: str


@dataclass(frozen=True)
class TrailEntry:
    """A journal entry one of the events led to."""

    id: UUID
    number: str
    posted_on: date
    purpose: str
    memo: str
    source_event_id: UUID
    total_amount: object
    source_id: UUID


@dataclass(frozen=True)
class Trail:
    """Documents that belong together, the links between them, and what the books made of them."""

    start: Place
    documents: dict[Place, TrailDocument]
    links: frozenset[tuple[Place, Place]]
    events: list[TrailEvent]
    entries: list[TrailEntry]
    emails: list[TrailEmail]
    cut_short: bool


def document_trail(session: Session, kind: str, document_id: UUID) -> Trail:
    """What led to a document and what followed from it, with events and journal entries.

    Raises: NotFound for an unknown document.
    """
    start = Place(kind, document_id)
    if kind not in DOCUMENTS:
        raise NotFound("There is no kind of document called %(kind)s.", kind=kind)
    links: set[tuple[Place, Place]] = set()
    seen = {start}
    for forward in (False, True):  # back to where it began, then on to all that followed from there
        frontier = set(seen)
        for _ in range(MAX_ROUNDS):
            open_ends = {place for place in frontier if place == start or place.kind not in BUNDLES}
            if not open_ends or len(seen) > MAX_DOCUMENTS:
                break
            found = _follow(session, open_ends, forward)
            links |= found
            reached = {link[1 if forward else 0] for link in found}
            frontier = reached - seen
            seen |= reached
    documents = _describe(session, seen)
    if start not in documents:
        raise NotFound("There is no such document.")
    events = _events(session, seen)
    return Trail(
        start, documents, frozenset(link for link in links if link[0] in documents and link[1] in documents),
        events, _entries(session, [event.id for event in events]),
        emails_of(session, [place.id for place in documents]), len(seen) > MAX_DOCUMENTS,
    )


def _by_kind(places: Iterable[Place]) -> dict[str, list[UUID]]:
    ids: dict[str, list[UUID]] = defaultdict(list)
    for place in sorted(places):
        ids[place.kind].append(place.id)
    return ids


def _follow(session: Session, places: set[Place], forward: bool) -> set[tuple[Place, Place]]:
    ids = _by_kind(places)
    near, parts, parameters = ("low" if forward else "high"), [], {}
    for number, step in enumerate(STEPS):
        kind = step.low if forward else step.high
        if kind in ids:
            parts.append(
                f"(SELECT DISTINCT {number} AS step, low_id, high_id FROM ({step.rows}) AS s "  # noqa: S608
                f"WHERE s.{near}_id = ANY(CAST(:{kind} AS uuid[])) LIMIT {MAX_DOCUMENTS})"
            )
            parameters[kind] = ids[kind]
    if not parts:
        return set()
    rows = session.execute(text(" UNION ALL ".join(parts)), parameters)
    return {
        (Place(STEPS[row.step].low, row.low_id), Place(STEPS[row.step].high, row.high_id))
        for row in rows if row.low_id and row.high_id
    }


def _describe(session: Session, places: set[Place]) -> dict[Place, TrailDocument]:
    ids = _by_kind(places)
    parts = [
        f"SELECT '{kind}' AS kind, id, number, CAST({DOCUMENTS[kind].day} AS date) AS day, "  # noqa: S608
        f"{DOCUMENTS[kind].state} AS state, company_id, {DOCUMENTS[kind].branch} AS branch_id "
        f"FROM {DOCUMENTS[kind].table} "
        f"WHERE id = ANY(CAST(:{kind} AS uuid[]))"
        for kind in ids
    ]
    return {
        Place(row.kind, row.id): TrailDocument(
            Place(row.kind, row.id), row.number, row.day, row.state, row.company_id, row.branch_id
        )
        for row in session.execute(text(" UNION ALL ".join(parts)), dict(ids))
    }


def _events(session: Session, places: set[Place]) -> list[TrailEvent]:
    rows = session.execute(
        text("""SELECT id, name, document_id, occurred_on, occurred_at, actor FROM kernel.event
                WHERE document_id = ANY(CAST(:ids AS uuid[])) ORDER BY id LIMIT 1000"""),
        {"ids": [place.id for place in places]},
    )
    return [TrailEvent(*row) for row in rows]


def _entries(session: Session, event_ids: list[UUID]) -> list[TrailEntry]:
    rows = session.execute(
        text("""SELECT e.id, e.number, e.posted_on, e.purpose, e.memo, e.source_event_id,
                       (SELECT sum(l.debit) FROM finance.journal_line l
                        WHERE l.entry_id = e.id AND l.id > e.id AND l.id < finance.one_day_after(e.id))
                           AS total_amount,
                       e.source_id
                FROM finance.journal_entry e
                WHERE e.source_event_id = ANY(CAST(:ids AS uuid[])) ORDER BY e.id"""),
        {"ids": event_ids},
    )
    return [TrailEntry(*row) for row in rows]


def source_of_entry(session: Session, entry_id: UUID) -> Place | None:
    """The document behind a journal entry."""
    row = session.execute(
        text("SELECT source_kind, source_id FROM finance.journal_entry WHERE id = :id"), {"id": entry_id}
    ).one_or_none()
    return Place(row.source_kind, row.source_id) if row is not None else None
