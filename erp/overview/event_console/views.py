"""Pages of the event console."""

import json
from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from erp.overview.event_console import queries
from erp.overview.event_console.retry_delivery import retry_delivery
from erp.overview.event_console.settle_delivery import settle_delivery
from erp.web.forms import Form, fields, parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("overview_event_console", __name__, url_prefix="/overview/events")

STATUSES = (
    ("pending", "Waiting"), ("running", "Being told"), ("dead", "Dead"), ("done", "Done"), ("settled", "Settled"),
)


class EventFilter(Form):
    name = fields.Text(max=100)
    correlation_id = fields.Id(allow_none=True)


class DeliveryFilter(Form):
    status = fields.Choice(("pending", "running", "dead", "done", "settled"), allow_none=True)


class SettleForm(Form):
    reason = fields.Text(required=True, max=500)


EVENT_COLUMNS = (
    Column("name", "What happened", link=lambda row: url_for("overview_event_console.show", event_id=row.id)),
    Column("occurred_on", "Business date", kind="day"),
    Column("occurred_at", "At", kind="moment"),
    Column("actor", "By"),
)
DELIVERY_COLUMNS = (
    Column("event_name", "Event", link=lambda row: url_for("overview_event_console.show", event_id=row.event_id)),
    Column("subscriber", "Listener"),
    Column("status", "Status", kind="status"),
    Column("attempts", "Attempts", kind="integer"),
    Column("due_at", "Next attempt", kind="moment"),
    Column("last_error", "Last error"),
)


@bp.get("")
@requires("overview.event.view")
def index() -> Response:
    """Every event of the company, the latest first."""
    chosen = parse_query(EventFilter)
    listing = page_by_key(
        queries.events(current_company(), name=chosen["name"], correlation_id=chosen["correlation_id"]),
        columns=EVENT_COLUMNS, key=("-id",),
    )
    return render_list("overview/event_console/index.html", listing, name="events")


@bp.get("/deliveries")
@requires("overview.event.view")
def deliveries() -> Response:
    """Who still has to be told, and who could not be."""
    chosen = parse_query(DeliveryFilter)
    listing = page_by_key(
        queries.deliveries(current_company(), status=chosen["status"] or ""), columns=DELIVERY_COLUMNS, key=("-id",)
    )
    return render_list(
        "overview/event_console/deliveries.html", listing, name="deliveries",
        statuses=[(status, gettext(name)) for status, name in STATUSES],
    )


@bp.get("/<uuid:event_id>")
@requires("overview.event.view")
def show(event_id: UUID) -> Response:
    """One event: its content, its cause and effects, and who was told."""
    facts = queries.event_facts(read(), event_id, current_company())
    body = json.dumps(facts.event.body, indent=2, ensure_ascii=False)
    return render("overview/event_console/show.html", facts=facts, event=facts.event, body=body)


@bp.post("/deliveries/<uuid:delivery_id>/retry")
@requires("overview.delivery.retry")
def retry(delivery_id: UUID) -> Response:
    """Try it again now."""
    return perform(
        lambda work: retry_delivery(work, delivery_id), then=lambda _: url_for(".deliveries"),
        said="The delivery will be tried again at once.",
    )


@bp.post("/deliveries/<uuid:delivery_id>/settle")
@requires("overview.delivery.settle")
def settle(delivery_id: UUID) -> Response:
    """Nothing more is to be done, for a reason."""
    form = parse(SettleForm)
    return perform(
        lambda work: settle_delivery(work, delivery_id, reason=form["reason"]), then=lambda _: url_for(".deliveries"),
        said="The delivery is settled.",
    )
