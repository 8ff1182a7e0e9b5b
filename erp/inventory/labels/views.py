"""Pages of labels: choose which and on what, print them at once or have them printed, keep sizes of one's own."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.labels.add_format import add_label_format, retire_label_format
from erp.inventory.labels.formats import USUAL, chosen_format, formats, own_formats
from erp.inventory.labels.forms import FormatForm, WantedForm
from erp.inventory.labels.label import SYMBOLS
from erp.inventory.labels.print_labels import ask_for_labels, print_labels, wanted_labels
from erp.inventory.labels.sources import Thing, source
from erp.inventory.labels.wanted import MOST_AT_ONCE, MOST_LABELS, Wanted
from erp.inventory.packing.number_cartons import number_cartons
from erp.inventory.shipping.queries import cartons, shipment_facts
from erp.kernel.errors import Refused
from erp.organization.api import settings
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.languages import ngettext
from erp.web.pages import render, show_pdf
from erp.web.requests import current_company, perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("inventory_labels", __name__, url_prefix="/inventory/labels")


@bp.get("/formats")
@requires("inventory.warehouse.view")
def label_formats() -> Response:
    return render("inventory/labels/formats.html", usual=USUAL, own=own_formats(read(), current_company()))


@bp.post("/formats")
@requires("inventory.label_format.change")
def add_format() -> Response:
    form, company_id = parse(FormatForm), current_company()
    sizes = {name: form.pop(name) or Decimal(0) for name in ("left_mm", "top_mm", "gap_x_mm", "gap_y_mm")}
    counts = {name: 1 if form[name] is None else form[name] for name in ("columns", "rows")}
    chosen = {**form, **sizes, **counts, "sheet": form["sheet"] or ""}
    return perform(
        lambda work: add_label_format(work, company_id, **chosen),
        then=lambda _: url_for(".label_formats"), said="Added. Labels can be printed on it from now on.",
    )


@bp.post("/formats/<uuid:format_id>/retire")
@requires("inventory.label_format.change")
def retire_format(format_id: UUID) -> Response:
    return perform(
        lambda work: retire_label_format(work, format_id), then=lambda _: url_for(".label_formats"), said="Retired."
    )


@bp.get("/<kind>/<uuid:thing_id>")
@requires("inventory.item.view")
def choose(kind: str, thing_id: UUID) -> Response:
    """Choose labels of a warehouse's bins, an item, a goods receipt or a shipment's cartons, and print them."""
    thing, wanted = _thing(kind, thing_id), _wanted(parse_query(WantedForm))
    labels, refusal = [], None
    try:
        labels = wanted_labels(read(), kind, thing_id, wanted)
    except Refused as nothing:
        refusal = nothing
    layout = chosen_format(read(), current_company(), wanted.format)
    return render(
        "inventory/labels/choose.html", kind=kind, thing_id=thing_id, thing=thing, wanted=wanted, layout=layout,
        formats=formats(read(), current_company()), symbols=SYMBOLS, labels=labels, refusal=refusal,
        sheets=-(-(len(labels) + wanted.first - 1) // layout.per_page), most_at_once=MOST_AT_ONCE,
        back=_page_of(kind, thing_id), unnumbered=kind == "cartons" and _unnumbered(thing_id),
    )


@bp.get("/<kind>/<uuid:thing_id>/labels.pdf")
@requires("inventory.item.view")
def pdf(kind: str, thing_id: UUID) -> Response:
    """The labels, made at once."""
    _thing(kind, thing_id)
    wanted = _wanted(parse_query(WantedForm))
    made = print_labels(read(), house().services.adapters, current_company(), kind, thing_id, wanted)
    return show_pdf(made, "labels")


@bp.post("/<kind>/<uuid:thing_id>/print")
@requires("inventory.item.view")
def print_many(kind: str, thing_id: UUID) -> Response:
    """Have a worker print the labels; only whoever asked can open them."""
    wanted, company_id = _wanted(parse(WantedForm)), current_company()
    return perform(
        lambda work: ask_for_labels(work, company_id, kind, thing_id, wanted),
        then=lambda job_id: url_for("overview_jobs.show", job_id=job_id),
    )


@bp.post("/cartons/<uuid:shipment_id>/number")
@requires("inventory.shipment.pack")
def number(shipment_id: UUID) -> Response:
    """Give cartons that were packed before the company had a GS1 prefix their SSCC."""
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.pack", shipment.branch_id)
    return perform(
        lambda work: number_cartons(work, shipment.company_id, shipment_id),
        then=lambda _: url_for(".choose", kind="cartons", thing_id=shipment_id),
        said=lambda count: ngettext("%(n)s carton has its SSCC.", "%(n)s cartons have their SSCC.", count),
    )


def _thing(kind: str, thing_id: UUID) -> Thing:
    asked = source(kind)
    thing = asked.find(read(), thing_id)
    require_branch(asked.permission, thing.branch_id)
    return thing


def _unnumbered(shipment_id: UUID) -> bool:
    """Whether a carton lacks the SSCC that the company could give it."""
    prefix = settings(read(), shipment_facts(read(), shipment_id).company_id)["gs1_company_prefix"]
    return bool(prefix) and any(carton.sscc is None for carton in cartons(read(), shipment_id))


def _wanted(form: dict[str, Any]) -> Wanted:
    first, copies = form["first"] or 1, form["copies"] or 1
    if not 1 <= copies <= MOST_LABELS:
        raise Refused("Between 1 and %(most)s copies are printed at once.", field="copies", most=MOST_LABELS)
    if first < 1:
        raise Refused("The first free place is counted from one.", field="first")
    return Wanted(**{**form, "first": first, "copies": copies})


def _page_of(kind: str, thing_id: UUID) -> str:
    return {
        "bins": lambda: url_for("inventory_warehouses.show", warehouse_id=thing_id),
        "item": lambda: url_for("inventory_items.show", item_id=thing_id),
        "receipt": lambda: url_for("inventory_receiving.show", goods_receipt_id=thing_id),
        "cartons": lambda: url_for("inventory_shipping.show", shipment_id=thing_id),
    }[kind]()
