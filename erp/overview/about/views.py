"""The piece of page below a record's own facts, loaded by the layout once the page stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, current_app, request, url_for
from flask.blueprints import BlueprintSetupState

from erp.dossier.api import find_subject, record_kinds
from erp.identity.api import ShownChange
from erp.kernel.errors import Forbidden, NotFound
from erp.kernel.finding import Findable
from erp.overview.about.changes import changes_of
from erp.overview.about.journal_entries import entries_behind
from erp.overview.trail.documents import DOCUMENTS
from erp.overview.trail.picture import draw_trail
from erp.overview.trail.queries import Place, Trail, TrailEvent, document_trail, source_of_entry
from erp.overview.trail.views import links_from, open_trail
from erp.web.pages import render
from erp.web.places import place_or_none
from erp.web.requests import current_actor, current_company, read
from erp.web.routing import requires
from erp.web.visitors import current_visitor

bp = Blueprint("overview_about", __name__, url_prefix="/overview/about")
_KINDS = "erp.about"
# Documents that reach the books sooner or later: while they have not, their pages say so.
POSTING = frozenset({
    "shipment", "sales_invoice", "cash_receipt", "credit_memo", "return_receipt", "goods_receipt", "supplier_bill",
    "supplier_payment", "stock_adjustment", "manual_journal",
})  # fmt: skip


@dataclass(frozen=True)
class Happening:
    """One line of a record's history: an event, or a change of its rows."""

    at: datetime
    who: str
    what: str
    record: str  # whose row was changed; empty of an event
    lines: tuple[str, ...]
    why: str
    href: str | None


@bp.record_once
def gather(state: BlueprintSetupState) -> None:
    """The kinds of records are read from the manifests once."""
    state.app.extensions[_KINDS] = record_kinds(state.app.extensions["erp"].services.modules)


@bp.app_context_processor
def on_this_page() -> dict[str, object]:
    """For the layout: where the piece about the page's record is loaded from, where the page shows one."""
    return {"about_here": _about_here}


@bp.get("/<kind>/<uuid:record_id>")
@requires("overview.trail.view")
def show(kind: str, record_id: UUID) -> Response:
    """The trail of a record as a picture, the journal entries behind it, what was sent of it, and who changed what."""
    findable, actor = _kinds().get(kind), current_actor()
    if findable is None:
        raise NotFound("There is no kind of record called %(kind)s.", kind=kind)
    subject = find_subject(read(), findable, record_id, company_id=current_company())
    subject.require(actor, "overview.trail.view")
    trail = _trail_of(kind, record_id)
    links = links_from(trail) if trail else {}
    own_events = [event for event in trail.events if event.document_id == record_id] if trail else []
    sees_ledger = kind in DOCUMENTS and actor.may("finance.journal_entry.view")
    entries = (
        entries_behind(read(), subject.company_id, record_id, [event.id for event in own_events]) if sees_ledger else []
    )
    return render(
        "overview/about/_show.html",
        trail=trail,
        picture=draw_trail(trail, links, Place(kind, record_id), whole=False) if trail else None,
        opens_whole=trail is not None and trail.start in links,
        shows_entries=bool(entries) or (sees_ledger and kind in POSTING),
        entries=entries,
        emails=[email for email in trail.emails if email.document_id == record_id] if trail else [],
        history=_history(
            own_events, changes_of(read(), findable.table, record_id, {kind.table for kind in _kinds().values()})
        ),
        sees_values=actor.may("identity.audit_trail.view"),
        audit_url=url_for("identity_audit_trail.index", table_name=findable.table, row_key=record_id),
    )  # fmt: skip


def _trail_of(kind: str, record_id: UUID) -> Trail | None:
    """The trail of the record; of a journal entry, that of the document behind it."""
    if kind in DOCUMENTS:
        return document_trail(read(), kind, record_id)
    if kind != "journal_entry":
        return None
    source = source_of_entry(read(), record_id)
    if source is None or source.kind not in DOCUMENTS:
        return None
    try:
        return open_trail(source.kind, source.id)
    except (Forbidden, NotFound):  # who may see the entry need not see what it came from
        return None


def _history(events: Sequence[TrailEvent], changes: Sequence[ShownChange]) -> list[Happening]:
    """Events and changes in one line of time, the latest first."""
    may_open = current_actor().may("overview.event.view")
    told = [
        Happening(
            event.occurred_at, event.actor, event.name.rpartition(".")[2], "", (), "",
            url_for("overview_event_console.show", event_id=event.id) if may_open else None,
        )
        for event in events
    ]  # fmt: skip
    written = [
        Happening(
            change.changed_at, change.actor, change.action, change.record, change.changes, change.reason, None
        )
        for change in changes
    ]
    return sorted([*told, *written], key=lambda happening: happening.at, reverse=True)


def _about_here() -> str | None:
    visitor = current_visitor()
    if visitor is None or place_or_none() is None or not visitor.actor.may("overview.trail.view"):
        return None
    findable = next((f for f in _kinds().values() if f.endpoint == request.endpoint), None)
    if findable is None:
        return None
    return url_for("overview_about.show", kind=findable.kind, record_id=(request.view_args or {})[findable.argument])


def _kinds() -> dict[str, Findable]:
    kinds: dict[str, Findable] = current_app.extensions[_KINDS]
    return kinds
