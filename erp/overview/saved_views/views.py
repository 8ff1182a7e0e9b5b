"""The steps of the strip above every list: save what is shown, rename, share, delete, and open in it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, current_app
from flask.blueprints import BlueprintSetupState

from erp.kernel.errors import Forbidden, NotFound
from erp.overview.saved_views import queries
from erp.overview.saved_views.change_view import change_view
from erp.overview.saved_views.delete_view import delete_view
from erp.overview.saved_views.forms import ChangeViewForm, SaveViewForm, UsualViewForm
from erp.overview.saved_views.save_view import save_view
from erp.overview.saved_views.set_usual_view import set_usual_view
from erp.web.forms import parse
from erp.web.list_address import query_text, read_query
from erp.web.requests import current_actor, current_company, perform
from erp.web.routing import PUBLIC, SIGNED_IN, required_permission, signed_in
from erp.web.saved_views import install_keeper

bp = Blueprint("overview_saved_views", __name__, url_prefix="/lists/views")


@bp.record_once
def keep_views(state: BlueprintSetupState) -> None:
    """Every list asks here for its views."""
    install_keeper(state.app.extensions, queries)


@bp.post("")
@signed_in
def save() -> Response:
    form, company_id = parse(SaveViewForm), current_company()
    _require_list(form["list"])
    query = query_text(read_query(form["query"]))
    return perform(
        lambda work: save_view(
            work, company_id=company_id, list_=form["list"], name=form["name"], query=query,
            is_shared=form["is_shared"], is_usual=form["is_usual"],
        ),
        said="View saved.",
    )  # fmt: skip


@bp.post("/<uuid:view_id>/change")
@signed_in
def change(view_id: UUID) -> Response:
    form = parse(ChangeViewForm)
    return perform(
        lambda work: change_view(work, view_id, name=form["name"], is_shared=form["is_shared"]), said="View changed."
    )


@bp.post("/<uuid:view_id>/set-usual")
@signed_in
def set_usual(view_id: UUID) -> Response:
    form = parse(UsualViewForm)
    return perform(
        lambda work: set_usual_view(work, view_id, is_usual=form["is_usual"]),
        said="The list opens in this view from now on." if form["is_usual"] else "The list opens as it is.",
    )


@bp.post("/<uuid:view_id>/delete")
@signed_in
def delete(view_id: UUID) -> Response:
    return perform(lambda work: delete_view(work, view_id), said="View deleted.")


def _require_list(endpoint: str) -> None:
    """Views are kept of pages that exist, by people who may see them.

    Raises: NotFound, Forbidden
    """
    view = current_app.view_functions.get(endpoint)
    permission = required_permission(view) if view is not None else None
    if permission in {None, PUBLIC}:
        raise NotFound("There is no such list.")
    if permission != SIGNED_IN and not current_actor().may(str(permission)):
        raise Forbidden("You may not see this list.")
