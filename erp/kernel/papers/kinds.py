"""What a module says of a paper it can make: who may see it, how it is printed, and the message it travels with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.adapters import Adapters, Templates

if TYPE_CHECKING:
    from erp.kernel.unit_of_work import UnitOfWork

Branches = Callable[[Session, Sequence[UUID]], Mapping[UUID, UUID | None]]


@dataclass(frozen=True)
class Asked:
    """What a paper may need beside its document's id: the company that asks, and the days a statement spans."""

    company_id: UUID
    first_day: date | None = None
    last_day: date | None = None

    def plain(self) -> dict[str, str]:
        """As a job keeps it."""
        days = {"first_day": self.first_day, "last_day": self.last_day}
        return {"company_id": str(self.company_id), **{name: day.isoformat() for name, day in days.items() if day}}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Asked:
        """What a job has kept."""
        first, last = plain.get("first_day"), plain.get("last_day")
        return cls(
            UUID(plain["company_id"]), date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
        )


@dataclass(frozen=True)
class Letter:
    """The message a paper travels with, as it is proposed: whoever sends it may change address, subject and text."""

    company_id: UUID
    number: str  # the attachment is called so
    sent_to: str
    reply_to: str
    subject: str
    text: str


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. ``branches`` finds which of some documents there are, and the branch that each belongs to."""

    name: str
    view: str  # the permission that lets somebody see and print it
    branches: Branches
    print: Callable[[Session, Adapters, UUID, Asked], bytes]
    send: str = ""  # the permission to send it; empty where it is not sent
    letter: Callable[[Session, Adapters, UUID, Asked], Letter] | None = None
    note_sent: Callable[[UnitOfWork, UUID], None] | None = None  # what follows from its being sent


def branches_in(table: str) -> Branches:
    """Reads the branches of documents that stand in a table with ``id`` and ``branch_id``."""
    statement = text(f"SELECT id, branch_id FROM {table} WHERE id = ANY(CAST(:ids AS uuid[]))")  # noqa: S608

    def read(session: Session, ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
        return {row.id: row.branch_id for row in session.execute(statement, {"ids": list(ids)})}

    return read


def written(templates: Templates, template: str, **context: object) -> tuple[str, str]:
    """Subject and text of a message: its template's first line and the rest."""
    subject, _, body = templates.render(template, **context).strip().partition("\n")
    return subject.strip(), body.strip() + "\n"
