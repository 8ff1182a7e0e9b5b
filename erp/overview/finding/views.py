"""The search of the top bar: suggestions while one types, a page of results, and what one keeps at hand."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from flask import Blueprint, Response, current_app, jsonify, request, url_for
from flask.blueprints import BlueprintSetupState

from erp.kernel.errors import NotFound
from erp.overview.finding.entries import Group, Lister
from erp.overview.finding.forms import PinForm, SearchForm, SeenForm
from erp.overview.finding.kinds import Kinds, gather_kinds
from erp.overview.finding.note_seen import note_seen
from erp.overview.finding.pin import pin
from erp.overview.finding.search import Reach, records, search
from erp.overview.finding.shortcuts import PAGE, is_pinned, shortcuts
from erp.overview.finding.typed_text import read_typed
from erp.web.addresses import own_address
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render, send_to
from erp.web.places import place_or_none
from erp.web.reading import stop_reading
from erp.web.requests import current_actor, current_company, read, wants_json
from erp.web.routing import signed_in
from erp.web.visitors import current_visitor

bp = Blueprint("overview_finding", __name__, url_prefix="/find")
_KINDS = "erp.finding"


@bp.record_once
def gather(state: BlueprintSetupState) -> None:
    """What can be found is read from the manifests once, and a wrong manifest stops the start."""
    state.app.extensions[_KINDS] = gather_kinds(state.app.extensions["erp"].services.modules)


@bp.get("")
@signed_in
def show() -> Response:
    """The results as a page; a full document number opens the document itself."""
    typed = parse_query(SearchForm)["q"]
    groups = _found(typed)
    exact = [entry for group in groups for entry in group.entries if entry.exact]
    if len(exact) == 1:
        return send_to(exact[0].href)
    return render("overview/finding/show.html", typed=typed, groups=groups)


@bp.get("/suggest")
@signed_in
def suggest() -> Response:
    """What was typed so far could mean, or, before anything is typed, what the person keeps at hand."""
    typed = parse_query(SearchForm)["q"]
    return jsonify([asdict(group) for group in (_found(typed) if typed else _at_hand())])


@bp.post("/seen")
@signed_in
def seen() -> Response:
    """The person opened a record. Said again it changes nothing else, so it needs no request key."""
    form = parse(SeenForm)
    company_id = _known(form["kind"], form["target"])
    _run(lambda work: note_seen(work, company_id=company_id, kind=form["kind"], target=form["target"]))
    return Response(status=204)


@bp.post("/pin")
@signed_in
def keep() -> Response:
    """Pin a record or a page, or take the pin off. Doing it again changes nothing, so it needs no request key."""
    form = parse(PinForm)
    company_id = _known(form["kind"], form["target"])
    _run(lambda work: pin(work, company_id=company_id, **form))
    if wants_json():
        return jsonify({"pinned": form["pinned"]})
    return send_to(own_address(request.form.get("shown_on")) or url_for("web_home.show"))


@bp.app_context_processor
def what_is_here() -> dict[str, object]:
    """For the heading of every page: what it shows, as far as it can be found and pinned."""
    return {"pin_here": _pin_here}


def _pin_here() -> dict[str, object] | None:
    visitor = current_visitor()
    if visitor is None or visitor.actor.user_id is None or place_or_none() is None:
        return None
    findable = _kinds().of_endpoint(request.endpoint)
    if findable is not None:
        kind, target = findable.kind, str((request.view_args or {}).get(findable.argument, ""))
    elif any(item.endpoint == request.endpoint for item in _kinds().pages):
        kind, target = PAGE, str(request.endpoint)
    else:
        return None
    return {"kind": kind, "target": target, "pinned": is_pinned(read(), _reach(), kind, target)}


def _found(typed: str) -> list[Group]:
    kinds, lister = _kinds(), _lister()
    groups = []
    if place_or_none() is not None:
        found = search(read(), read_typed(typed, kinds.prefixes), kinds.findables, kinds.ways, _reach())
        groups = lister.groups_of(found)
    pages, commands = lister.pages(typed), lister.commands(typed)
    return [
        *groups,
        *([Group(gettext("Pages"), pages)] if pages else []),
        *([Group(gettext("Start"), commands)] if commands else []),
    ]


def _at_hand() -> list[Group]:
    lister = _lister()
    groups = []
    if place_or_none() is not None:
        kept = shortcuts(read(), _kinds().findables, _reach())
        groups = [
            Group(gettext("Pinned"), lister.either(kept.pinned, pinned=True)),
            Group(gettext("Opened lately"), lister.either(kept.recent)),
        ]
    groups.append(Group(gettext("Start"), lister.commands("")))
    return [group for group in groups if group.entries]


def _known(kind: str, target: str) -> UUID:
    """The company the person works in, once it is sure that this exists there and that they may see it.

    Raises: NotFound
    """
    company_id = current_company()
    if kind == PAGE and _lister().page(target) is not None:
        return company_id
    try:
        record_id = UUID(target)
    except ValueError:
        raise NotFound("There is no such thing to keep.") from None
    if not records(read(), [(kind, record_id)], _kinds().findables, _reach()):
        raise NotFound("There is no such thing to keep.")
    return company_id


def _run(step: object) -> None:
    actor = current_actor()
    stop_reading()
    house().services.units.run(actor, step)  # type: ignore[arg-type]


def _kinds() -> Kinds:
    kinds: Kinds = current_app.extensions[_KINDS]
    return kinds


def _lister() -> Lister:
    return Lister(_kinds(), current_actor(), url_for, gettext)


def _reach() -> Reach:
    return Reach(current_company(), current_actor())
