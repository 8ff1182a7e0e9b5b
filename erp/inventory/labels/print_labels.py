"""Labels on paper: at once where they are few, by a worker where they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.labels.formats import Format, chosen_format
from erp.inventory.labels.label import Label
from erp.inventory.labels.sources import source
from erp.inventory.labels.wanted import MOST_LABELS, Wanted
from erp.kernel.adapters import Adapters
from erp.kernel.errors import Refused
from erp.kernel.jobs import Progress, enqueue_job
from erp.kernel.papers.print_batch import Part, joined_batch, reading
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import Stationery, stationery

if TYPE_CHECKING:
    from erp.kernel.assembly import Services

JOB = "print_labels"
PIECE = 50  # labels that are drawn at a time, or a whole sheet where one holds more


def wanted_labels(session: Session, kind: str, thing_id: UUID, wanted: Wanted) -> list[Label]:
    """The labels that were asked for.

    Raises: NotFound; Refused for none at all and for more than 500.
    """
    labels = source(kind).labels(session, thing_id, wanted)
    if not labels:
        raise Refused("There is nothing to label here yet.")
    if len(labels) > MOST_LABELS:
        raise Refused(
            "These are %(count)s labels; at most %(most)s are printed at once. Ask for fewer.",
            count=len(labels), most=MOST_LABELS,
        )
    return labels


def print_labels(
    session: Session, adapters: Adapters, company_id: UUID, kind: str, thing_id: UUID, wanted: Wanted
) -> bytes:
    """The labels as PDF, made at once.

    Raises: NotFound; Refused, also with the line to install where the PDF renderer is missing.
    """
    labels = wanted_labels(session, kind, thing_id, wanted)
    layout = chosen_format(session, company_id, wanted.format)
    parts = list(_drawn(adapters, labels, layout, wanted.first, stationery(session, company_id)))
    return parts[0][0] if len(parts) == 1 else adapters.pdf.joined([content for content, _count in parts])


def ask_for_labels(work: UnitOfWork, company_id: UUID, kind: str, thing_id: UUID, wanted: Wanted) -> UUID:
    """Have a worker print the labels; returns the job to follow. Raises: NotFound; Forbidden; Refused."""
    asked = source(kind)
    work.require(asked.permission, asked.find(work.session, thing_id).branch_id)
    wanted_labels(work.session, kind, thing_id, wanted)
    return enqueue_job(work, JOB, {
        "company_id": str(company_id), "kind": kind, "thing_id": str(thing_id), "wanted": wanted.plain(),
    })


def print_asked_labels(services: Services, progress: Progress, arguments: dict[str, Any]) -> dict[str, Any]:
    """The job: draw the labels sheet by sheet."""
    company_id, wanted = UUID(arguments["company_id"]), Wanted.of(arguments["wanted"])
    with reading(services) as session:
        labels = wanted_labels(session, arguments["kind"], UUID(arguments["thing_id"]), wanted)
        layout = chosen_format(session, company_id, wanted.format)
        papers = stationery(session, company_id)
    drawn = _drawn(services.adapters, labels, layout, wanted.first, papers)
    return joined_batch(
        services, progress, (Part(content, count) for content, count in drawn), total=len(labels), name="labels"
    )


def _drawn(
    adapters: Adapters, labels: Sequence[Label], layout: Format, first: int, papers: Stationery
) -> Iterator[tuple[bytes, int]]:
    """Pieces of the labels as PDF with how many each holds; the first sheet begins at its first free place."""
    if not 1 <= first <= layout.per_page:
        raise Refused("The sheet has places 1 to %(last)s.", field="first", last=layout.per_page)
    waiting, skipped = iter(labels), first - 1
    at_a_time = max(layout.per_page, PIECE - PIECE % layout.per_page)
    while piece := list(islice(waiting, at_a_time - skipped)):
        places = [
            (label, (skipped + number) // layout.per_page, layout.place(skipped + number))
            for number, label in enumerate(piece)
        ]
        pages = [
            [(label, *corner) for label, page, corner in places if page == number]
            for number in range(places[-1][1] + 1)
        ]
        html = adapters.templates.render("inventory/print/print_labels.html", layout=layout, pages=pages, **papers)
        yield adapters.pdf.render(html), len(piece)
        skipped = 0
