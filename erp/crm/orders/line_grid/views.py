"""Answers to the line grid of quotes and orders: suggestions, each line's price and faults, and the panel beside it."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify
from markupsafe import Markup

from erp.crm.customers.named_customer import named_customer
from erp.crm.orders.line_grid.forms import AskedForForm, AskedLineForm, BesideForm
from erp.crm.orders.line_grid.queries import last_prices
from erp.crm.pricing.ask_price import AskedPrice, ask_prices
from erp.crm.pricing.check_discounts import refused_discounts
from erp.crm.pricing.entry import LineEntry
from erp.crm.pricing.price_question import CHARGE_KINDS
from erp.crm.pricing.typed_lines import CHARGE_MARK, understand_lines
from erp.inventory.api import (
    availability,
    items_by_code,
    search_items,
    substitutes,
    unit_costs,
    unit_factors,
    warehouses,
)
from erp.kernel.errors import Refused
from erp.web.formats import show_amount, show_quantity, show_unit_price
from erp.web.forms import NotReadable, parse, parse_query, parse_rows
from erp.web.languages import gettext as _
from erp.web.languages import said_of
from erp.web.lookup import question, suggestions
from erp.web.pages import render
from erp.web.requests import business_date, current_actor, current_company, current_place, read
from erp.web.routing import requires

bp = Blueprint("crm_line_grid", __name__, url_prefix="/crm/lines")

ONE = Decimal(1)


@bp.get("/suggest")
@requires("crm.sales_order.view")
def suggest() -> Response:
    """Items, with what is free of them, while a number is typed, or the kinds of charges after a plus sign."""
    typed = question()
    if typed.startswith(CHARGE_MARK):
        wanted = typed.removeprefix(CHARGE_MARK).lower()
        return suggestions(
            (CHARGE_MARK + kind, kind.capitalize(), _("charge")) for kind in CHARGE_KINDS if kind.startswith(wanted)
        )
    warehouse_id = parse_query(BesideForm)["warehouse_id"]
    found = search_items(read(), typed, company_id=current_company(), limit=12)
    stock = availability(read(), [item.id for item in found], [warehouse_id]) if warehouse_id else {}
    return suggestions(
        (item.sku, item.description, _free(stock, item.id, warehouse_id, item.base_unit)) for item in found
    )


@bp.post("/look")
@requires("crm.sales_order.view")
def look() -> Response:
    """What each of the typed lines comes to and what is wrong with it, by its place; nothing is stored."""
    asked_for = parse(AskedForForm)
    rows = parse_rows(AskedLineForm, "lines")
    told: dict[int, dict[str, Any]] = {}
    readable = []
    for place, row in rows.items():
        if isinstance(row, NotReadable):
            told[place] = {"problems": row.marks}
        else:
            readable.append(row)
    entries = {}
    for row, entry in zip(readable, _understood(readable, asked_for["customer"]), strict=True):
        if isinstance(entry, Refused):
            told[row["index"]] = {"problems": _problem(entry)}
        elif entry.item_id is None:
            told[row["index"]] = _charge(entry, row["qty"])
        else:
            entries[row["index"]] = entry
    typed_qty = {row["index"]: row["qty"] for row in readable}
    for place, facts in _priced(entries, asked_for).items():
        if typed_qty[place] is None and "shown" in facts:
            facts["shown"].update(amount="")
            facts["amount"] = ""
        told[place] = facts
    return jsonify(lines=told)


@bp.get("/beside")
@requires("crm.sales_order.view")
def beside() -> Response:
    """What a salesperson wants to know of the item under the cursor."""
    asked = parse_query(BesideForm)
    scanned = items_by_code(read(), [asked["item"]]).get(asked["item"]) if asked["item"] else None
    if scanned is None:
        return Response("", mimetype="text/html")
    item, company_id, warehouse_id = scanned.item, current_company(), asked["warehouse_id"]
    customer_id = named_customer(read(), asked["customer"]) if asked["customer"] else None
    cost = None
    if current_actor().may("crm.margin.view"):
        cost = unit_costs(read(), company_id, [item.id], warehouse_id).get(item.id)
    stock = availability(read(), [item.id])
    return render(
        "crm/orders/line_grid/_beside.html",
        item=item,
        factors=unit_factors(read(), [item.id])[item.id],
        places=[(place, stock.get((item.id, place.id))) for place in warehouses(read(), company_id=company_id)],
        warehouse_id=warehouse_id,
        sales=last_prices(read(), company_id, customer_id, item.id) if customer_id else [],
        instead=substitutes(read(), item.id, warehouse_id),
        cost=cost,
    )


def _understood(rows: list[dict[str, Any]], customer_code: str) -> list[LineEntry | Refused]:
    customer_id = named_customer(read(), customer_code) if customer_code else None
    return understand_lines(read(), [{**row, "qty": row["qty"] or ONE} for row in rows], customer_id)


def _priced(entries: dict[int, LineEntry], asked_for: dict[str, Any]) -> dict[int, dict[str, Any]]:
    customer_id = named_customer(read(), asked_for["customer"]) if asked_for["customer"] else None
    answers = ask_prices(
        read(),
        list(entries.values()),
        company_id=current_company(),
        customer_id=customer_id,
        warehouse_id=asked_for["warehouse_id"],
        on=business_date(),
        minor_units=current_place().minor_units,
    )
    by_place = dict(zip(entries, answers, strict=True))
    refused = refused_discounts(
        read(),
        current_actor(),
        current_company(),
        [(place, answer.priced) for place, answer in by_place.items() if not isinstance(answer, Refused)],
    )
    told: dict[int, dict[str, Any]] = {}
    for place, answer in by_place.items():
        if isinstance(answer, Refused):
            told[place] = {"problems": _problem(answer)}
        else:
            told[place] = _facts(answer)
            if place in refused:
                told[place]["problems"] = _problem(refused[place])
    return told


def _facts(asked: AskedPrice) -> dict[str, Any]:
    priced = asked.priced
    margin = asked.margin_percent if current_actor().may("crm.margin.view") else None
    return {
        "amount": f"{priced.amount:f}",
        "shown": {
            "price": _text(show_unit_price(priced.net_price)),
            "amount": _text(show_amount(priced.amount)),
            "free": f"{_text(show_quantity(asked.qty_free))} {asked.item.base_unit}",
            "margin": "" if margin is None else f"{_text(show_quantity(margin.quantize(Decimal('0.1'))))} %",
        },
        "short": ["free"] if asked.qty_free < asked.qty else [],
        "hints": {"description": asked.item.description, "unit": asked.unit},
        "units": [{"unit": factor.unit, "text": _unit_text(factor, asked.item.base_unit)} for factor in asked.units],
        "steps": [
            {
                "step": _(step.step.replace("_", " ").capitalize()),
                "text": step.text,
                "price": _text(show_unit_price(step.unit_price)),
            }
            for step in priced.steps
        ],
    }


def _charge(entry: LineEntry, qty: Decimal | None) -> dict[str, Any]:
    hints = {"description": entry.description, "unit": ""}
    if entry.unit_price is None:
        return {"hints": hints, "problems": {"unit_price": _("A charge needs a price.")} if qty else {}}
    amount = entry.unit_price * qty if qty else None
    return {
        "amount": "" if amount is None else f"{amount:f}",
        "shown": {
            "price": _text(show_unit_price(entry.unit_price)),
            "amount": "" if amount is None else _text(show_amount(amount)),
        },
        "hints": hints,
    }


def _problem(refusal: Refused) -> dict[str, str]:
    """A refusal by the field of its line that it marks."""
    return {(refusal.field or "").rpartition("-")[2] or "item": said_of(refusal)}


def _free(stock: Any, item_id: UUID, warehouse_id: UUID | None, unit: str) -> str:
    if warehouse_id is None:
        return unit
    found = stock.get((item_id, warehouse_id))
    free = found.qty_free if found is not None else Decimal(0)
    return f"{_text(show_quantity(free))} {unit}"


def _text(shown: str) -> str:
    """A figure as pages show it, without its colour."""
    return Markup(shown).striptags()  # noqa: S704  taken apart, never shown as markup


def _unit_text(factor: Any, base_unit: str) -> str:
    if factor.numerator == factor.denominator:
        return str(factor.unit)
    size = factor.numerator if factor.denominator == 1 else f"{factor.numerator}/{factor.denominator}"
    return f"{factor.unit} = {size} {base_unit}"
