"""Pages on which sales orders are typed: new ones, drafts to be changed, and the price of a line while it is typed."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, url_for

from erp.crm.customers.named_customer import named_customer
from erp.crm.customers.page_queries import active_ship_tos
from erp.crm.customers.queries import customer, customers, sale_terms
from erp.crm.customers.warehouse_choices import warehouse_choices
from erp.crm.orders.change_sales_order import change_sales_order
from erp.crm.orders.enter_sales_order import enter_sales_order
from erp.crm.orders.entry import OrderEntry, OrderOutcome
from erp.crm.orders.forms import ChangeOrderForm, ChooseCustomerForm, OrderForm
from erp.crm.orders.page_queries import order_page
from erp.crm.orders.place_sales_order import place_sales_order
from erp.crm.orders.submit_sales_order import submit_sales_order
from erp.crm.orders.views import decided
from erp.crm.pricing.ask_price import AskedPrice, ask_price
from erp.crm.pricing.forms import PriceLineForm
from erp.crm.pricing.price_question import CHARGE_KINDS
from erp.crm.pricing.typed_lines import CHARGE_MARK, typed_lines
from erp.inventory.api import search_items
from erp.kernel.plain import to_plain
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.formats import show_amount, show_quantity, show_unit_price
from erp.web.forms import parse, parse_query
from erp.web.lookup import question, suggestions
from erp.web.pages import render
from erp.web.requests import (
    business_date,
    current_actor,
    current_branch,
    current_company,
    current_place,
    perform,
    read,
    require_branch,
)
from erp.web.routing import requires

bp = Blueprint("crm_order_entry", __name__, url_prefix="/crm/orders")


@bp.get("/new")
@requires("crm.sales_order.enter")
def new() -> Response:
    chosen = parse_query(ChooseCustomerForm)
    if not chosen["customer"]:
        return render("crm/orders/choose_customer.html")
    customer_id = named_customer(read(), chosen["customer"])
    return render("crm/orders/new.html", lines=(), **_choices(customer_id))


@bp.post("")
@requires("crm.sales_order.enter")
def create() -> Response:
    form = parse(OrderForm)
    entry = _entry(form, named_customer(read(), form["customer"]), current_branch())
    use_case = place_sales_order if form["decision"] == "submit" else enter_sales_order
    return perform(lambda work: use_case(work, entry), then=_shown, said=decided)


@bp.get("/<uuid:order_id>/edit")
@requires("crm.sales_order.change")
def edit(order_id: UUID) -> Response:
    page = order_page(read(), order_id)
    require_branch("crm.sales_order.change", page.order.branch_id)
    choices = _choices(page.order.customer_id)
    return render("crm/orders/edit.html", order=page.order, lines=page.typed_lines(), **choices)


@bp.post("/<uuid:order_id>/change")
@requires("crm.sales_order.change")
def change(order_id: UUID) -> Response:
    form = parse(ChangeOrderForm)
    page = order_page(read(), order_id)
    entry = _entry(form, named_customer(read(), form["customer"]), page.order.branch_id)
    today = business_date()

    def step(work: UnitOfWork) -> OrderOutcome:
        changed = change_sales_order(work, order_id, entry, version=form["version"])
        if form["decision"] == "draft":
            return changed
        return submit_sales_order(work, order_id, occurred_on=today)

    return perform(step, then=_shown, said=decided)


@bp.get("/suggest-line")
@requires("crm.sales_order.view")
def suggest_line() -> Response:
    """Items while an item number is typed, or the kinds of charges after a plus sign."""
    typed = question()
    if typed.startswith(CHARGE_MARK):
        wanted = typed.removeprefix(CHARGE_MARK).lower()
        return suggestions(
            (CHARGE_MARK + kind, kind.capitalize(), "charge") for kind in CHARGE_KINDS if kind.startswith(wanted)
        )
    found = search_items(read(), typed, company_id=current_company(), limit=12)
    return suggestions((item.sku, item.description, item.base_unit) for item in found)


@bp.get("/price-line")
@requires("crm.sales_order.view")
def price_line() -> Response:
    """What the typed line comes to, for the grid to show beside it."""
    form = parse_query(PriceLineForm)
    entry = typed_lines(read(), [{**form, "index": 0}])[0]
    if entry.item_id is None:
        amount = entry.qty * (entry.unit_price or 0)
        return jsonify(description=entry.description, amount=str(amount), shown_amount=str(show_amount(amount)))
    customer_id = named_customer(read(), form["customer"]) if form["customer"] else None
    asked = ask_price(
        read(),
        entry,
        company_id=current_company(),
        customer_id=customer_id,
        warehouse_id=form["warehouse_id"],
        on=form["ordered_on"] or business_date(),
        minor_units=current_place().minor_units,
    )
    return jsonify(_line_facts(asked))


def _line_facts(asked: AskedPrice) -> dict[str, Any]:
    priced = asked.priced
    margin = asked.margin_percent if current_actor().may("crm.margin.view") else None
    return {
        "description": asked.item.description,
        "unit": asked.unit,
        "units": [factor.unit for factor in asked.units],
        "price": str(show_unit_price(priced.net_price)),
        "amount": f"{priced.amount:f}",
        "shown_amount": str(show_amount(priced.amount)),
        "free": f"{show_quantity(asked.qty_free)} {asked.item.base_unit}",
        "short": asked.qty_free < asked.qty,
        "margin": "" if margin is None else f"{margin:.1f} %",
        "why": [
            {"step": step.step.replace("_", " "), "text": step.text, "price": str(show_unit_price(step.unit_price))}
            for step in priced.steps
        ],
        "steps": [to_plain(asdict(step)) for step in priced.steps],
    }


def _choices(customer_id: UUID) -> dict[str, Any]:
    """What the entry page offers for this customer. Raises: Refused where it cannot be sold to."""
    terms = sale_terms(read(), current_company(), customer_id)
    return {
        "customer": customer(read(), customer_id),
        "terms": terms,
        "root": customers(read(), [terms.root_id]).get(terms.root_id),
        "ship_tos": active_ship_tos(read(), customer_id),
        "warehouses": warehouse_choices(read(), current_company(), current_branch()),
    }


def _entry(form: dict[str, Any], customer_id: UUID, branch_id: UUID) -> OrderEntry:
    return OrderEntry(
        company_id=current_company(),
        branch_id=branch_id,
        warehouse_id=form["warehouse_id"],
        customer_id=customer_id,
        ordered_on=business_date(branch_id),
        lines=typed_lines(read(), form["lines"]),
        ship_to_id=form["ship_to_id"],
        requested_on=form["requested_on"],
        customer_reference=form["customer_reference"],
        instructions=form["instructions"],
        billing_mode=form["billing_mode"],
        priority=form["priority"] if form["priority"] is not None else 100,
    )


def _shown(outcome: OrderOutcome) -> str:
    return url_for("crm_orders.show", order_id=outcome.id)
