"""Pages of papers: the message one is sent with, what was sent, and many printed at once."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.kernel.adapters import NoMail
from erp.kernel.errors import Forbidden, NotFound
from erp.kernel.jobs import Job
from erp.kernel.papers.kept import kept_paper
from erp.kernel.papers.kinds import Asked, PaperKind
from erp.kernel.papers.print_batch import ask_to_print
from erp.kernel.papers.send import ask_to_send
from erp.kernel.papers.sent import emails_of
from erp.overview.papers.forms import BatchForm, DaysForm, MessageForm
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render, show_pdf
from erp.web.requests import business_date, current_actor, current_company, perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("overview_papers", __name__, url_prefix="/overview/papers")


@bp.get("/<kind>/<uuid:document_id>/message")
@requires("overview.job.view")
def message(kind: str, document_id: UUID) -> Response:
    """The message a paper is sent with, to be changed before it goes."""
    paper, asked = _kind(kind), _asked(parse_query(DaysForm))
    if paper.letter is None:
        raise NotFound("Papers of this kind are not sent by e-mail.")
    require_branch(paper.send, _branch(paper, document_id))
    return render(
        "overview/papers/message.html", paper=paper, document_id=document_id, asked=asked,
        letter=paper.letter(read(), house().services.adapters, document_id, asked),
        has_mail=not isinstance(house().services.adapters.mail, NoMail),
    )


@bp.get("/<kind>/<uuid:document_id>/paper.pdf")
@requires("overview.job.view")
def show(kind: str, document_id: UUID) -> Response:
    """The paper itself, as it would be attached."""
    paper, asked = _kind(kind), _asked(parse_query(DaysForm))
    require_branch(paper.view, _branch(paper, document_id))
    return show_pdf(paper.print(read(), house().services.adapters, document_id, asked), kind)


@bp.post("/<kind>/<uuid:document_id>/send")
@requires("overview.job.view")
def send(kind: str, document_id: UUID) -> Response:
    """Have the paper sent with these words."""
    paper, form = _kind(kind), parse(MessageForm)
    words = {name: form.pop(name) for name in ("sent_to", "subject", "text")}
    asked = _asked(form)
    return perform(
        lambda work: ask_to_send(work, paper, document_id, asked, **words),
        then=lambda job_id: url_for("overview_jobs.show", job_id=job_id),
        said=gettext("On its way to %(address)s.", address=words["sent_to"]),
    )


@bp.get("/<kind>/<uuid:document_id>/sent")
@requires("overview.job.view")
def of_document(kind: str, document_id: UUID) -> Response:
    """When a document was sent to whom: a panel for the document's page."""
    paper = _kind(kind)
    branch_id = _branch(paper, document_id)
    require_branch(paper.view, branch_id)
    return render(
        "overview/papers/_of_document.html", emails=emails_of(read(), kind, document_id), paper=paper,
        document_id=document_id, may_send=bool(paper.send) and current_actor().may(paper.send, branch_id),
    )


@bp.post("/<kind>/print")
@requires("overview.job.view")
def print_batch(kind: str) -> Response:
    """Have many papers of one kind printed as one PDF."""
    paper, form = _kind(kind), parse(BatchForm)
    ids, asked = form.pop("ids"), _asked(form)
    return perform(
        lambda work: ask_to_print(work, paper, ids, asked),
        then=lambda job_id: url_for("overview_jobs.show", job_id=job_id),
    )


@bp.get("/batches/<uuid:job_id>.pdf")
@requires("overview.job.view")
def batch(job_id: UUID) -> Response:
    """What a batch has printed, for whoever asked for it."""
    job = read().get(Job, job_id)
    if job is None or not job.result or "file" not in job.result:
        raise NotFound("There is no such batch of papers, or it is not printed yet.")
    if job.created_by != current_actor().name:
        raise Forbidden("Only whoever asked for these papers can open them.")
    content = kept_paper(house().services.engine, job.result["file"])
    if content is None:
        raise NotFound("These papers are no longer kept. Print them again.")
    return show_pdf(content, job.result["file_name"].removesuffix(".pdf"))


def _kind(name: str) -> PaperKind:
    found = house().services.papers.get(name)
    if found is None:
        raise NotFound("There are no such papers.")
    return found


def _branch(paper: PaperKind, document_id: UUID) -> UUID | None:
    branches = paper.branches(read(), [document_id])
    if document_id not in branches:
        raise NotFound("There is no such document.")
    return branches[document_id]


def _asked(form: dict[str, Any]) -> Asked:
    return Asked(current_company(), form["first_day"], form["last_day"] or business_date())
