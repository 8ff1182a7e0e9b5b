"""Answers to the line grids of goods: each line's item, stock, cost and faults, and the panel beside it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify
from markupsafe import Markup

from erp.inventory.catalog.queries import ScannedItem, UnitFactor, items_by_code, unit_factors
from erp.inventory.line_grid.forms import AskedForForm, AskedLineForm, BesideForm
from erp.inventory.locations.queries import bins, warehouses
from erp.inventory.purchasing.cost_lines import LineTerms, OrderedLine, try_cost_lines
from erp.inventory.stock.queries import availability
from erp.inventory.substitutes.queries import substitutes
from erp.inventory.suppliers.queries import supplier_by_code, supplier_terms
from erp.kernel.errors import NotFound, Refused
from erp.kernel.quantity import to_base
from erp.web.formats import show_amount, show_quantity, show_unit_price
from erp.web.forms import NotReadable, parse, parse_query, parse_rows
from erp.web.languages import gettext as _
from erp.web.languages import said_of
from erp.web.pages import render
from erp.web.requests import current_company, current_place, read
from erp.web.routing import requires

bp = Blueprint("inventory_line_grid", __name__, url_prefix="/inventory/lines")

Told = dict[int, dict[str, Any]]


@bp.post("/look")
@requires("inventory.item.view")
def look() -> Response:
    """What stands behind each typed line, by its place; nothing is stored."""
    asked_for = parse(AskedForForm)
    told, known = _known_rows()
    _look_at_goods(told, known, asked_for["from_warehouse_id"] or asked_for["warehouse_id"])
    return jsonify(lines=told)


@bp.post("/cost")
@requires("inventory.purchase_order.view")
def cost() -> Response:
    """The same for a purchase order, with what the supplier asks for each line."""
    asked_for = parse(AskedForForm)
    told, known = _known_rows()
    _look_at_goods(told, known, asked_for["warehouse_id"])
    for at in known:
        told[at]["short"] = []  # what is short is why one buys
    if asked_for["supplier"]:
        _cost_goods(told, known, asked_for["supplier"])
    return jsonify(lines=told)


@bp.get("/beside")
@requires("inventory.item.view")
def beside() -> Response:
    """Where the item under the cursor is, and what may stand in for it."""
    asked = parse_query(BesideForm)
    scanned = items_by_code(read(), [asked["item"]]).get(asked["item"]) if asked["item"] else None
    if scanned is None:
        return Response("", mimetype="text/html")
    item, warehouse_id = scanned.item, asked["from_warehouse_id"] or asked["warehouse_id"]
    stock = availability(read(), [item.id])
    return render(
        "inventory/line_grid/_beside.html",
        item=item,
        factors=unit_factors(read(), [item.id])[item.id],
        places=[
            (place, stock.get((item.id, place.id))) for place in warehouses(read(), company_id=current_company())
        ],
        warehouse_id=warehouse_id,
        instead=substitutes(read(), item.id, warehouse_id),
    )


def _known_rows() -> tuple[Told, dict[int, tuple[dict[str, Any], ScannedItem]]]:
    """What is wrong with rows that name nothing, and the others with their items."""
    told: Told = {}
    readable: dict[int, dict[str, Any]] = {}
    for place, row in parse_rows(AskedLineForm, "lines").items():
        if isinstance(row, NotReadable):
            told[place] = {"problems": row.marks}
        else:
            readable[place] = row
    found = items_by_code(read(), [row["item"] for row in readable.values()])
    known = {}
    for place, row in readable.items():
        if row["item"] in found:
            known[place] = (row, found[row["item"]])
        else:
            told[place] = {"problems": {"item": _("There is no item %(item)s.", item=row["item"])}}
    return told, known


def _look_at_goods(told: Told, known: Mapping[int, tuple[dict[str, Any], ScannedItem]], place_id: UUID | None) -> None:
    ids = {scanned.item.id for _row, scanned in known.values()}
    factors = unit_factors(read(), ids)
    stock = availability(read(), ids, [place_id]) if place_id else {}
    codes = {place.code for place in bins(read(), place_id)} if place_id else None
    for place, (row, scanned) in known.items():
        item, unit = scanned.item, row["unit"].upper() or scanned.unit
        balance = stock.get((item.id, place_id)) if place_id else None
        free = balance.qty_free if balance is not None else Decimal(0)
        problems, qty = {}, None
        try:
            qty = _base_qty(row, factors[item.id], unit, item.base_unit, item.qty_quantum)
        except Refused as refusal:
            problems[refusal.field or "qty"] = said_of(refusal)
        if codes is not None and row["bin"] and row["bin"].upper() not in codes:
            problems["bin"] = _("The warehouse has no bin %(bin)s.", bin=row["bin"])
        told[place] = {
            "shown": {
                "description": item.description,
                "free": f"{_text(show_quantity(free))} {item.base_unit}" if place_id else "",
            },
            "short": ["free"] if place_id and qty is not None and free < qty else [],
            "hints": {"unit": unit, "description": item.description},
            "units": [{"unit": factor.unit, "text": factor.unit} for factor in factors[item.id]],
            "problems": problems,
        }


def _base_qty(
    row: Mapping[str, Any], factors: list[UnitFactor], unit: str, base_unit: str, quantum: Decimal
) -> Decimal | None:
    """The quantity in base units. Raises: NotFound, Refused (unknown unit, or it does not convert exactly)."""
    factor = next((each for each in factors if each.unit == unit), None)
    if factor is None and unit != base_unit:
        raise NotFound(
            "It has no unit %(unit)s. It has %(known)s.",
            field="unit", unit=unit, known=", ".join(each.unit for each in factors),
        )  # fmt: skip
    if row["qty"] is None:
        return None
    return to_base(row["qty"], factor.numerator if factor else 1, factor.denominator if factor else 1, quantum)


def _cost_goods(told: Told, known: Mapping[int, tuple[dict[str, Any], ScannedItem]], supplier: str) -> None:
    """What the supplier asks: by line, with the line's own refusal where there is one."""
    supplier_id, place = supplier_by_code(read(), supplier), current_place()
    agreed = supplier_terms(read(), supplier_id, current_company())
    currency = agreed.currency if agreed is not None else place.currency
    terms = LineTerms(current_company(), supplier_id, currency, place.minor_units, Decimal(0), Decimal(0))
    wanted = {
        at + 1: OrderedLine(
            scanned.item.id,
            row["qty"] or Decimal(1),
            row["unit"].upper() or (scanned.unit if scanned.unit != scanned.item.base_unit else None),
            row["unit_cost"],
        )
        for at, (row, scanned) in known.items()
    }
    costs = try_cost_lines(read(), terms, wanted)
    for at, (row, _scanned) in known.items():
        costed = costs[at + 1]
        if isinstance(costed, Refused):
            field = (costed.field or "").rpartition("-")[2].replace("item_id", "item")
            told[at]["problems"].setdefault(field or "item", said_of(costed))
            continue
        told[at]["hints"].update(unit=costed["unit"], unit_cost=_text(show_unit_price(costed["entered_unit_cost"])))
        if row["qty"] is not None:
            told[at]["amount"] = f"{costed['amount']:f}"
            told[at]["shown"]["amount"] = _text(show_amount(costed["amount"]))


def _text(shown: str) -> str:
    """A figure as pages show it, without its colour."""
    return Markup(shown).striptags()  # noqa: S704  taken apart, never shown as markup
