"""Pages on which sales orders are typed: new ones, and drafts to be changed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

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
from erp.crm.pricing.typed_lines import typed_lines
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.forms import parse, parse_query
from erp.web.pages import render
from erp.web.requests import (
    business_date,
    current_branch,
    current_company,
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
        lines=typed_lines(read(), form["lines"], customer_id),
        ship_to_id=form["ship_to_id"],
        requested_on=form["requested_on"],
        customer_reference=form["customer_reference"],
        coupons=form["coupons"],
        instructions=form["instructions"],
        billing_mode=form["billing_mode"],
        priority=form["priority"] if form["priority"] is not None else 100,
    )


def _shown(outcome: OrderOutcome) -> str:
    return url_for("crm_orders.show", order_id=outcome.id)
