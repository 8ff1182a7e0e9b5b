"""Pages of sales orders: the list, one order, and the steps of its life."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.customers.queries import customer
from erp.crm.orders.add_order_lines import add_order_lines
from erp.crm.orders.cancel_order_lines import cancel_order_lines
from erp.crm.orders.cancel_sales_order import cancel_sales_order
from erp.crm.orders.complete_charges import complete_charges
from erp.crm.orders.entry import OrderOutcome
from erp.crm.orders.forms import (
    AddLinesForm,
    CancelForm,
    CancelLinesForm,
    CompleteForm,
    OrderFilterForm,
    VersionForm,
)
from erp.crm.orders.page_queries import order_page, orders_statement
from erp.crm.orders.print_order_acknowledgement import print_order_acknowledgement
from erp.crm.orders.reopen_sales_order import reopen_sales_order
from erp.crm.orders.submit_sales_order import submit_sales_order
from erp.crm.pricing.typed_lines import typed_lines
from erp.organization.api import company
from erp.terms.api import rounded_total
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.pages import render, show_pdf
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("crm_orders", __name__, url_prefix="/crm/orders")

COLUMNS = (
    Column("number", "Order", link=lambda row: url_for("crm_orders.show", order_id=row.id)),
    Column("ordered_on", "Ordered", kind="day"),
    Column("requested_on", "Wanted", kind="day"),
    Column("customer_name", "Customer", link=lambda row: url_for("crm_customers.show", customer_id=row.customer_id)),
    Column("customer_reference", "Their reference"),
    Column("decision", "Decision", kind="status"),
    Column("progress", "Goods", kind="status"),
    Column("total_amount", "Total", kind="amount", total=True, currency="currency"),
    Column("open_amount", "Open", kind="amount", total=True, currency="currency"),
    Column("customer_code", "Customer code", hidden=True),
    Column("ship_to_city", "Delivered to", hidden=True),
    Column("priority", "Priority", kind="integer", hidden=True),
    Column("channel", "Channel", kind="status", hidden=True),
    Column("net_amount", "Net", kind="amount", total=True, currency="currency", hidden=True),
    Column("tax_amount", "Tax", kind="amount", total=True, currency="currency", hidden=True),
    Column("entered_by", "Entered by", hidden=True),
    Column("entered_at", "Entered at", kind="moment", hidden=True),
    Column("submitted_by", "Submitted by", hidden=True),
    Column("submitted_at", "Submitted at", kind="moment", hidden=True),
    Column("cancel_reason", "Why cancelled", hidden=True),
)


@bp.get("")
@requires("crm.sales_order.view")
def index() -> Response:
    chosen = parse_query(OrderFilterForm)
    statement = orders_statement(
        current_company(), branch_ids=visible_branches("crm.sales_order.view"), today=business_date(), **chosen
    )
    listing = page_by_key(statement, columns=COLUMNS, key=("-ordered_on", "-id"))
    return render_list("crm/orders/index.html", listing, name="sales-orders")


@bp.get("/of-customer/<uuid:customer_id>")
@requires("crm.sales_order.view")
def of_customer(customer_id: UUID) -> Response:
    statement = orders_statement(
        current_company(), branch_ids=visible_branches("crm.sales_order.view"), customer_id=customer_id
    )
    rows = read().execute(statement.order_by("ordered_on", "id").limit(500)).all()
    waiting = [row for row in rows if row.decision in ("draft", "held") or row.open_amount]
    code = customer(read(), customer_id).code
    return render("crm/orders/_of_customer.html", orders=waiting[-20:][::-1], customer_code=code)


@bp.get("/<uuid:order_id>")
@requires("crm.sales_order.view")
def show(order_id: UUID) -> Response:
    page = order_page(read(), order_id)
    require_branch("crm.sales_order.view", page.order.branch_id)
    seller = company(read(), page.order.company_id)
    to_pay = rounded_total(seller.settings, page.order.total_amount)
    return render("crm/orders/show.html", found=page, order=page.order, to_pay=to_pay)


@bp.get("/<uuid:order_id>/pdf")
@requires("crm.sales_order.view")
def pdf(order_id: UUID) -> Response:
    found = order_page(read(), order_id).order
    require_branch("crm.sales_order.view", found.branch_id)
    return show_pdf(print_order_acknowledgement(read(), house().services.adapters, order_id), found.number)


@bp.post("/<uuid:order_id>/submit")
@requires("crm.sales_order.enter")
def submit(order_id: UUID) -> Response:
    form, today = parse(VersionForm), business_date()
    return perform(
        lambda work: submit_sales_order(work, order_id, version=form["version"], occurred_on=today),
        then=_shown,
        said=decided,
    )


@bp.post("/<uuid:order_id>/cancel")
@requires("crm.sales_order.cancel")
def cancel(order_id: UUID) -> Response:
    form = parse(CancelForm)
    return perform(
        lambda work: cancel_sales_order(work, order_id, reason=form["reason"]),
        then=_shown,
        said="What was open is cancelled.",
    )


@bp.post("/<uuid:order_id>/cancel-lines")
@requires("crm.sales_order.cancel")
def cancel_lines(order_id: UUID) -> Response:
    form = parse(CancelLinesForm)
    quantities = {line["line_id"]: line["qty"] for line in form["lines"] if line["qty"]}
    return perform(
        lambda work: cancel_order_lines(work, order_id, quantities, reason=form["reason"]),
        then=_shown,
        said="Lines cancelled.",
    )


@bp.post("/<uuid:order_id>/reopen")
@requires("crm.sales_order.change")
def reopen(order_id: UUID) -> Response:
    form, today = parse(VersionForm), business_date()
    return perform(
        lambda work: reopen_sales_order(work, order_id, version=form["version"], occurred_on=today),
        then=_shown,
        said=decided,
    )


@bp.get("/<uuid:order_id>/add-lines")
@requires("crm.sales_order.change")
def more_lines(order_id: UUID) -> Response:
    page = order_page(read(), order_id)
    require_branch("crm.sales_order.change", page.order.branch_id)
    return render(
        "crm/orders/add_lines.html",
        found=page,
        order=page.order,
        lines=(),
        customer=customer(read(), page.order.customer_id),
    )


@bp.post("/<uuid:order_id>/add-lines")
@requires("crm.sales_order.change")
def add_lines(order_id: UUID) -> Response:
    form, today = parse(AddLinesForm), business_date()
    lines = typed_lines(read(), form["lines"])
    return perform(
        lambda work: add_order_lines(work, order_id, lines, version=form["version"], occurred_on=today),
        then=_shown,
        said="Lines added.",
    )


@bp.post("/<uuid:order_id>/complete-charges")
@requires("crm.charge.complete")
def complete(order_id: UUID) -> Response:
    form = parse(CompleteForm)
    day = form["occurred_on"] or business_date()
    return perform(
        lambda work: complete_charges(work, order_id, occurred_on=day),
        then=_shown,
        said="Charges rendered and billed.",
    )


def _shown(outcome: OrderOutcome) -> str:
    return url_for("crm_orders.show", order_id=outcome.id)


def decided(outcome: OrderOutcome) -> str:
    """What to say of a decision."""
    if outcome.decision == "held":
        return f"Order {outcome.number} is held: it waits for credit control."
    if outcome.decision == "draft":
        return f"Order {outcome.number} is kept as a draft."
    return f"Order {outcome.number} is released; its goods are being allocated."
