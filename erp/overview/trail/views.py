"""The trail page, the piece of it on every document's own page, and e-mails as they were sent."""

from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from erp.kernel.errors import Forbidden, NotFound
from erp.overview.trail.documents import DOCUMENTS
from erp.overview.trail.emails import sent_email
from erp.overview.trail.picture import draw_trail
from erp.overview.trail.queries import Place, Trail, document_trail
from erp.web.pages import render
from erp.web.requests import current_actor, current_company, read, require_branch
from erp.web.routing import requires

bp = Blueprint("overview_trail", __name__, url_prefix="/overview/trail")


@bp.get("/<kind>/<uuid:document_id>")
@requires("overview.trail.view")
def show(kind: str, document_id: UUID) -> Response:
    """The whole trail of one document: picture, events, journal entries, e-mails."""
    trail = open_trail(kind, document_id)
    return render(
        "overview/trail/show.html", trail=trail, picture=draw_trail(trail, links_from(trail)), kinds=DOCUMENTS
    )


@bp.get("/emails/<uuid:email_id>")
@requires("overview.trail.view")
def email(email_id: UUID) -> Response:
    """One e-mail as it was sent, and the document it was about."""
    found = sent_email(read(), email_id)
    if found.document_kind not in DOCUMENTS:
        raise NotFound("There is no such e-mail.")
    trail = open_trail(found.document_kind, found.document_id)
    return render(
        "overview/trail/email.html", email=found, document=trail.documents[trail.start],
        kind=DOCUMENTS[found.document_kind], href=links_from(trail)[trail.start],
    )


def open_trail(kind: str, document_id: UUID) -> Trail:
    """The trail of a document that this person may see in the company they work in.

    Raises: NotFound; Forbidden
    """
    trail = document_trail(read(), kind, document_id)
    if trail.documents[trail.start].company_id != current_company():
        raise Forbidden("This document belongs to another company. Choose that company in the bar at the top.")
    require_branch(DOCUMENTS[kind].permission, trail.documents[trail.start].branch_id)
    return trail


def links_from(trail: Trail) -> dict[Place, str]:
    """Where the things of the trail lead, of those that this person may open."""
    actor, links = current_actor(), {}
    for place, document in trail.documents.items():
        kind = DOCUMENTS[place.kind]
        if actor.may(kind.permission, document.branch_id):
            arguments: dict[str, Any] = {kind.argument: place.id}
            links[place] = url_for(kind.endpoint, **arguments)
    if actor.may("overview.event.view"):
        for event in trail.events:
            links[Place("event", event.id)] = url_for("overview_event_console.show", event_id=event.id)
    if actor.may("finance.journal_entry.view"):
        for entry in trail.entries:
            links[Place("journal_entry", entry.id)] = url_for("finance_ledger.show", entry_id=entry.id)
    opened = {place.id for place in links}
    for message in trail.emails:
        if message.document_id in opened and message.state == "sent":
            links[Place("email", message.id)] = url_for("overview_trail.email", email_id=message.id)
    return links
