"""The trail page, and the panel that every document page embeds."""

from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from erp.kernel.errors import Forbidden
from erp.overview.trail.documents import DOCUMENTS
from erp.overview.trail.picture import draw_trail
from erp.overview.trail.queries import Place, Trail, document_trail
from erp.web.pages import render
from erp.web.requests import current_actor, current_company, read, require_branch
from erp.web.routing import requires

bp = Blueprint("overview_trail", __name__, url_prefix="/overview/trail")


@bp.get("/<kind>/<uuid:document_id>")
@requires("overview.trail.view")
def show(kind: str, document_id: UUID) -> Response:
    """The whole trail of one document: picture, events, journal entries."""
    return _shown("overview/trail/show.html", kind, document_id)


@bp.get("/<kind>/<uuid:document_id>/panel")
@requires("overview.trail.view")
def panel(kind: str, document_id: UUID) -> Response:
    """The picture alone, for the document's own page."""
    return _shown("overview/trail/_panel.html", kind, document_id)


def _shown(template: str, kind: str, document_id: UUID) -> Response:
    trail = _trail(kind, document_id)
    return render(template, trail=trail, picture=draw_trail(trail), links=_links(trail), kinds=DOCUMENTS)


def _trail(kind: str, document_id: UUID) -> Trail:
    trail = document_trail(read(), kind, document_id)
    if trail.documents[trail.start].company_id != current_company():
        raise Forbidden("This document belongs to another company. Choose that company in the bar at the top.")
    require_branch(DOCUMENTS[kind].permission, trail.documents[trail.start].branch_id)
    return trail


def _links(trail: Trail) -> dict[Place, str]:
    """Where each document opens, of those that this person may open."""
    actor, links = current_actor(), {}
    for place, document in trail.documents.items():
        kind = DOCUMENTS[place.kind]
        if actor.may(kind.permission, document.branch_id):
            arguments: dict[str, Any] = {kind.argument: place.id}
            links[place] = url_for(kind.endpoint, **arguments)
    return links
