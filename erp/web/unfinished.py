"""Long forms are kept while they are typed, and gone on with later, on this or another machine.

A form says so with ``forms.keep(kind, label)``; ``keep.js`` saves what changed. A page opened with ``?go_on=<key>`` is
shown as it was typed, through the same door by which a refused form comes back. ``perform`` finishes what was sent.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Flask, Response, flash, g, jsonify, request
from marshmallow import fields as plain
from marshmallow import validate
from werkzeug.datastructures import MultiDict

from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unfinished_form import (
    FormPlace,
    TypedChanges,
    Unfinished,
    UnfinishedForm,
    discard_unfinished,
    save_unfinished,
    unfinished_form,
    unfinished_forms,
)
from erp.web.addresses import own_address
from erp.web.doors import house
from erp.web.forms import Form, fields, parse
from erp.web.languages import gettext
from erp.web.pages import render, send_to
from erp.web.places import current_company, place_or_none
from erp.web.reading import read, stop_reading
from erp.web.routing import signed_in
from erp.web.typed import Typed, refused_form
from erp.web.visitors import current_actor, current_visitor

KEY = "kept_as"  # the hidden field that names the form
GO_ON = "go_on"  # the part of the address that asks for it
LONGEST_TEXT, MOST_TEXTS = 4000, 20_000

unfinished = Blueprint("web_unfinished", __name__, url_prefix="/unfinished")


class SaveForm(Form):
    """What changed in a form since its last save."""

    save_id = fields.Id(required=True)
    since = fields.Integer(required=True)
    kind = fields.Code(required=True)
    label = fields.Text()
    page = fields.Text(required=True, max=2000)
    action = fields.Text(required=True, max=2000)
    line_count = fields.Integer(max=100_000)
    whole = fields.Check()
    texts = plain.Dict(
        keys=plain.String(validate=validate.Length(max=100)),
        values=plain.String(validate=validate.Length(max=LONGEST_TEXT)),
        load_default=dict,
        validate=validate.Length(max=MOST_TEXTS),
    )
    removed = plain.List(
        plain.String(validate=validate.Length(max=100)), load_default=list, validate=validate.Length(max=MOST_TEXTS)
    )


def install_unfinished(app: Flask) -> None:
    """Show a page as it was typed where its address asks for it, and teach templates the list."""
    app.register_blueprint(unfinished)
    app.jinja_env.globals.update(kept_form=kept_form, unfinished_of=unfinished_of, go_on_address=go_on_address)

    @app.before_request
    def show_as_typed() -> None:
        key = _uuid(request.args.get(GO_ON)) if request.method == "GET" else None
        visitor = current_visitor() if key is not None and g.get("typed") is None else None
        if key is None or visitor is None or visitor.actor.user_id is None:
            return
        kept = unfinished_form(read(), key, visitor.actor.user_id)
        if kept is None:
            flash(gettext("That entry is finished or discarded; nothing of it is left."), "info")
            return
        g.typed = Typed(kept.action, MultiDict({**kept.content, KEY: str(kept.id)}), "", status=200, kept=kept.saved_at)


@unfinished.get("")
@signed_in
def index() -> Response:
    return render("web/unfinished.html", found=unfinished_of())


@unfinished.post("/<uuid:form_id>")
@signed_in
def save(form_id: UUID) -> Response:
    """One save, every second or so while somebody types: JSON in, the number of the save out."""
    sent, company_id, actor = parse(SaveForm), current_company(), current_actor()
    page, action = own_address(sent["page"]), own_address(sent["action"])
    if page is None or action is None:
        raise Refused("A form stands on a page of this house.")
    place = FormPlace(sent["kind"], sent["label"], page, action)
    changes = TypedChanges(
        sent["save_id"], sent["since"], sent["texts"], sent["removed"], sent["whole"], sent["line_count"] or 0
    )
    stop_reading()
    saved_no = house().services.units.run(
        actor, lambda work: save_unfinished(work, form_id, company_id=company_id, place=place, changes=changes)
    )
    return jsonify(saved_no=saved_no)


@unfinished.post("/<uuid:form_id>/discard")
@signed_in
def discard(form_id: UUID) -> Response:
    actor, back = current_actor(), own_address(request.form.get("shown_on")) or "/"
    stop_reading()
    house().services.units.run(actor, lambda work: discard_unfinished(work, form_id))
    flash(gettext("Discarded."), "success")
    return send_to(back)


def kept_form() -> dict[str, Any]:
    """The key of the form that is being rendered, new or the one it had, and the number of its last save."""
    typed = refused_form()
    key = _uuid(typed.values.get(KEY)) if typed is not None and typed.action == g.get("form_action") else None
    if key is None:
        return {"id": new_id(), "saved_no": 0, "page": _page()}
    kept: UnfinishedForm | None = unfinished_form(read(), key, _user_id() or key)
    return {"id": key, "saved_no": kept.saved_no if kept is not None else 0, "page": _page()}


def unfinished_of(kind: str | None = None) -> list[Unfinished]:
    """What the visitor may go on with in the company they work in."""
    place, user_id = place_or_none(), _user_id()
    return unfinished_forms(read(), user_id, place.company_id, kind) if place is not None and user_id else []


def go_on_address(entry: Unfinished) -> str:
    """The page of an unfinished form, as it was typed."""
    return f"{entry.page}{'&' if '?' in entry.page else '?'}{urlencode({GO_ON: str(entry.id)})}"


def sent_form_key() -> UUID | None:
    """The key of the form this request sends, where it is one that was kept."""
    return _uuid(request.form.get(KEY))


def _page() -> str:
    """The page being shown, without the wish to go on with something."""
    asked = urlencode([(name, value) for name, value in request.args.items(multi=True) if name != GO_ON])
    return f"{request.path}?{asked}" if asked else request.path


def _user_id() -> UUID | None:
    visitor = current_visitor()
    return visitor.actor.user_id if visitor is not None else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
