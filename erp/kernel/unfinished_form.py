"""What somebody is typing into a long form, kept as it is typed: a closed laptop loses nothing.

A form is kept under a key made when its page was rendered, for the person who types and for nobody else. Each save
sends only what changed since the last one. The step that the form finally takes finishes it in the same transaction,
so that what was entered once is not offered again, and cannot be entered twice from two windows.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from erp.kernel.db import Base
from erp.kernel.errors import Conflict, Forbidden, Refused
from erp.kernel.outbox import Instant
from erp.kernel.plain import to_json
from erp.kernel.unit_of_work import UnitOfWork

MOST_BYTES = 2_000_000
MOST_FORMS = 200  # of one person, unfinished at a time


class UnfinishedForm(Base):
    """A form as far as it has been typed. ``content`` maps the names of fields to the texts in them."""

    __tablename__ = "unfinished_form"
    __table_args__ = (
        CheckConstraint("page LIKE '/%' AND length(page) <= 2000", name="page"),
        CheckConstraint("finished_at IS NULL OR content = '{}'", name="finished_is_empty"),
        Index(
            "ix_unfinished_form_of_user",
            "user_id",
            "company_id",
            "saved_at",
            postgresql_where=text("finished_at IS NULL"),
        ),
        {"schema": "kernel"},
    )
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    user_id: Mapped[UUID] = mapped_column(Uuid)
    company_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    line_count: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    saved_no: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    last_save: Mapped[UUID] = mapped_column(Uuid)
    started_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"))
    saved_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"), index=True)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True)
class TypedChanges:
    """What changed in a form since its save number ``since``; ``save_id`` makes a repeated save harmless."""

    save_id: UUID
    since: int
    texts: Mapping[str, str]
    removed: Collection[str]
    whole: bool  # the texts are all there is, not only what changed
    line_count: int


@dataclass(frozen=True)
class FormPlace:
    """Which form it is: its kind, what it is called in lists, the page it stands on and where it is sent."""

    kind: str
    label: str
    page: str
    action: str


_SAVE = text("""
    INSERT INTO kernel.unfinished_form AS f
           (id, user_id, company_id, kind, label, page, action, content, line_count, last_save)
    VALUES (:id, :user, :company, :kind, :label, :page, :action, CAST(:texts AS jsonb), :lines, :save_id)
    ON CONFLICT (id) DO UPDATE
       SET content = CASE WHEN :whole THEN '{}' ELSE f.content - CAST(:removed AS text[]) END || CAST(:texts AS jsonb),
           label = :label,
           line_count = :lines, saved_no = f.saved_no + 1, last_save = :save_id, saved_at = clock_timestamp()
     WHERE f.user_id = :user AND f.finished_at IS NULL AND f.saved_no = :since
    RETURNING f.saved_no, octet_length(f.content::text) AS bytes
""")
_STATE = text("SELECT user_id, saved_no, last_save, finished_at FROM kernel.unfinished_form WHERE id = :id")
_COUNT = text("SELECT count(*) FROM kernel.unfinished_form WHERE user_id = :user AND finished_at IS NULL")
_FINISH = text("""
    INSERT INTO kernel.unfinished_form AS f
           (id, user_id, company_id, kind, label, page, action, content, last_save, finished_at)
    VALUES (:id, :user, :company, '', '', '/', '', '{}', :id, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET finished_at = clock_timestamp(), content = '{}', last_save = :id
     WHERE f.user_id = :user AND f.finished_at IS NULL
    RETURNING f.id
""")


def save_unfinished(
    work: UnitOfWork, form_id: UUID, *, company_id: UUID, place: FormPlace, changes: TypedChanges
) -> int:
    """Keep what changed, and return the number of this save, from which the next one starts.

    Raises: Conflict where another window has saved meanwhile or the form was sent already; Refused where it is too
        long; Forbidden for somebody else's.
    """
    user_id = _person(work)
    if work.execute(_COUNT, {"user": user_id}).scalar_one() >= MOST_FORMS and changes.since == 0:
        raise Refused(
            "You have %(most_forms)s unfinished entries. Finish or discard some of them first.",
            most_forms=MOST_FORMS,
        )
    saved = work.execute(
        _SAVE,
        {
            "id": form_id, "user": user_id, "company": company_id, "kind": place.kind, "label": place.label,
            "page": place.page, "action": place.action, "texts": to_json(changes.texts),
            "removed": list(changes.removed), "whole": changes.whole, "lines": changes.line_count,
            "save_id": changes.save_id, "since": changes.since,
        },
    ).one_or_none()  # fmt: skip
    if saved is None:
        return _saved_before(work, form_id, user_id, changes.save_id)
    if saved.bytes > MOST_BYTES:
        raise Refused("This entry is too long to be kept while it is typed. Save it, and go on in a second one.")
    return int(saved.saved_no)


def finish_unfinished(work: UnitOfWork, form_id: UUID, company_id: UUID) -> None:
    """The form has been sent and its step taken: nothing is offered again, and no second window can take it.

    Raises: Conflict where that has happened before.
    """
    finished = work.execute(
        _FINISH, {"id": form_id, "user": _person(work), "company": company_id}
    ).one_or_none()
    if finished is None:
        raise Conflict("This was entered already, or discarded, from another window. Look at the list first.")


def discard_unfinished(work: UnitOfWork, form_id: UUID) -> None:
    """Give up what was typed; a window that still shows it may not bring it back."""
    work.execute(
        text("""UPDATE kernel.unfinished_form SET finished_at = clock_timestamp(), content = '{}'
                WHERE id = :id AND user_id = :user AND finished_at IS NULL"""),
        {"id": form_id, "user": _person(work)},
    )


def unfinished_form(session: Session, form_id: UUID, user_id: UUID) -> UnfinishedForm | None:
    """The form as it was last saved, if it is this person's and not yet sent."""
    found = session.get(UnfinishedForm, form_id)
    return found if found is not None and found.user_id == user_id and found.finished_at is None else None


@dataclass(frozen=True)
class Unfinished:
    """One entry of the list of what somebody may go on with."""

    id: UUID
    kind: str
    label: str
    page: str
    line_count: int
    saved_at: datetime


def unfinished_forms(session: Session, user_id: UUID, company_id: UUID, kind: str | None = None) -> list[Unfinished]:
    """What this person has not finished in a company, the latest first."""
    rows = session.execute(
        text("""SELECT id, kind, label, page, line_count, saved_at FROM kernel.unfinished_form
                 WHERE user_id = :user AND company_id = :company AND finished_at IS NULL
                   AND (CAST(:kind AS text) IS NULL OR kind = :kind)
                 ORDER BY saved_at DESC LIMIT 200"""),
        {"user": user_id, "company": company_id, "kind": kind},
    )
    return [Unfinished(*row) for row in rows]


def drop_old_unfinished(session: Session) -> None:
    """Forget what was finished a month ago, and what nobody has touched for half a year."""
    session.execute(
        text("""DELETE FROM kernel.unfinished_form
                 WHERE saved_at < now() - interval '180 days' OR finished_at < now() - interval '30 days'""")
    )


def _saved_before(work: UnitOfWork, form_id: UUID, user_id: UUID, save_id: UUID) -> int:
    """The save that was refused may be one whose answer was lost on the way."""
    state = work.execute(_STATE, {"id": form_id}).one()
    if state.user_id != user_id:
        raise Forbidden("This is somebody else's entry.")
    if state.finished_at is not None:
        raise Conflict("This entry was sent or discarded from another window. Nothing more is kept here.")
    if state.last_save == save_id:
        return int(state.saved_no)
    raise Conflict("This entry is being typed in another window, too. Go on there, or load this page again.")


def _person(work: UnitOfWork) -> UUID:
    if work.actor.user_id is None:
        raise Forbidden("Only a person has unfinished entries.")
    return work.actor.user_id
