"""Print many papers of one kind as one PDF: asked for by a page, made by a worker, fetched by whoever asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from erp.kernel.db import new_session
from erp.kernel.errors import NotFound, Refused
from erp.kernel.jobs import Progress, enqueue_job
from erp.kernel.papers.kept import KEPT_DAYS, keep_paper
from erp.kernel.papers.kinds import Asked, PaperKind
from erp.kernel.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from erp.kernel.assembly import Services

JOB = "print_papers"
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Part:
    """A piece of a batch: its PDF (None where there was nothing to print any more), and how many papers it is."""

    content: bytes | None
    papers: int = 1


def ask_to_print(work: UnitOfWork, kind: PaperKind, document_ids: Sequence[UUID], asked: Asked) -> UUID:
    """Have a worker print some documents, in the order given, as one PDF; returns the job to follow.

    Raises: Refused for none or for more than 500; NotFound where one is gone; Forbidden where one belongs to a branch
    whose papers the actor may not see.
    """
    ids = list(dict.fromkeys(document_ids))
    if not ids:
        raise Refused("Choose at least one row to print.")
    if len(ids) > MOST_AT_ONCE:
        raise Refused("At most %(most)s papers are printed at once. Choose fewer.", most=MOST_AT_ONCE)
    branches = kind.branches(work.session, ids)
    if len(branches) < len(ids):
        raise NotFound("Some of these documents are gone. Load the page again and choose anew.")
    for branch_id in dict.fromkeys(branches.values()):
        work.require(kind.view, branch_id)
    return enqueue_job(
        work, JOB, {"paper_kind": kind.name, "document_ids": [str(one) for one in ids], "asked": asked.plain()}
    )


def print_papers(services: Services, progress: Progress, arguments: dict[str, Any]) -> dict[str, Any]:
    """The job: print each document, take those that are printed already from what is kept, and put them together."""
    kind = services.papers[arguments["paper_kind"]]
    ids = [UUID(one) for one in arguments["document_ids"]]
    asked = Asked.of(arguments["asked"])
    return joined_batch(
        services, progress, (_printed(services, kind, one, asked) for one in ids), total=len(ids), name=kind.name
    )


def joined_batch(
    services: Services, progress: Progress, parts: Iterable[Part], *, total: int, name: str
) -> dict[str, Any]:
    """Make the parts one after the other, saying how far it is, and keep them as one PDF for a month.

    Returns what the page of the job shows. Raises: JobCancelled between two parts; Refused where nothing is left.
    """
    made: list[bytes] = []
    done = missing = 0
    progress.report(0, total, f"0 / {total}")
    for part in parts:
        done += part.papers
        if part.content is None:
            missing += part.papers
        else:
            made.append(part.content)
        progress.report(done, total, f"{done} / {total}")
    if not made:
        raise Refused("None of these documents is left to print.")
    key = f"batch:{progress.job_id}"
    keep_paper(services.engine, key, services.adapters.pdf.joined(made))
    result: dict[str, Any] = {"papers": done - missing, "kept_days": KEPT_DAYS}
    if missing:
        result["no_longer_there"] = missing
    return {**result, "file": key, "file_name": f"{name}-{done - missing}.pdf"}


@contextmanager
def reading(services: Services) -> Iterator[Session]:
    """A look at the database that leaves no transaction open when it ends."""
    with new_session(services.engine) as session:
        session.connection(execution_options={"postgresql_readonly": True})
        yield session


def _printed(services: Services, kind: PaperKind, document_id: UUID, asked: Asked) -> Part:
    with reading(services) as session:
        try:
            return Part(kind.print(session, services.adapters, document_id, asked))
        except NotFound:
            return Part(None)
