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
from erp.web.requests import current_actor, current_company, read
from erp.web.routing import requires

bp = Blueprint("overview_trail", __name__, url_prefix="/overview/trail")


@bp.get("/<kind>/<uuid:document_id>")
@requires("overview.trail.view")
def show(kind: str, document_id: UUID) -> Response:
    """The whole trail of one document: picture, events, journal entries."""
    trail = _trail(kind, document_id)
    return render("overview/trail/show.html", trail=trail, picture=draw_trail(trail), link=_link, kinds=DOCUMENTS)


@bp.get("/<kind>/<uuid:document_id>/panel")
@requires("overview.trail.view")
def panel(kind: str, document_id: UUID) -> Response:
    """The picture alone, for the document's own page."""
    trail = _trail(kind, document_id)
    return render("overview/trail/_panel.html", trail=trail, picture=draw_trail(trail), link=_link, kinds=DOCUMENTS)


def _trail(kind: str, document_id: UUID) -> Trail:
    trail = document_trail(read(), kind, document_id)
    if trail.documents[trail.start].company_id != current_company():
        raise Forbidden("This document belongs to another company. Choose that company in the bar at the top.")
    return trail


def _link(place: Place) -> str | None:
    """Where the document opens, for whoever may open it."""
    kind = DOCUMENTS[place.kind]
    if not current_actor().may(kind.permission):
        return None
    arguments: dict[str, Any] = {kind.argument: place.id}
    return url_for(kind.endpoint, **arguments)
