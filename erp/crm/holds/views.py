"""Pages of credit control: which orders wait, and the decision about each."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.credit.exposure import credit_standings
from erp.crm.credit.page_queries import top_of
from erp.crm.holds.forms import HoldFilterForm, MarksForm, ReleaseForm
from erp.crm.holds.order_marks import order_marks
from erp.crm.holds.queries import held_orders_statement
from erp.crm.holds.release_held_order import release_held_order
from erp.crm.orders.page_queries import order_page
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("crm_holds", __name__, url_prefix="/crm/holds")

COLUMNS = (
    Column("number", "Order", link=lambda row: url_for("crm_holds.show", order_id=row.id)),
    Column("customer_name", "Customer", link=lambda row: url_for("crm_customers.show", customer_id=row.customer_id)),
    Column("held_at", "Since", kind="moment"),
    Column("cause", "Why", kind="status"),
    Column("requested_on", "Wanted", kind="day"),
    Column("total_amount", "Order", kind="amount", total=True, currency="currency"),
    Column("exposure_amount", "Exposure then", kind="amount", currency="currency"),
    Column("limit_amount", "Limit then", kind="amount", currency="currency"),
)


@bp.get("")
@requires("crm.credit_hold.view")
def index() -> Response:
    chosen = parse_query(HoldFilterForm)
    statement = held_orders_statement(
        current_company(), branch_ids=visible_branches("crm.credit_hold.view"), q=chosen["q"]
    )
    listing = page_by_key(statement, columns=COLUMNS, key=("held_at", "id"))
    return render_list("crm/holds/index.html", listing, name="held-orders")


@bp.get("/marks")
@requires("crm.sales_order.view")
def marks() -> Response:
    asked = parse_query(MarksForm)["order"]
    found = order_marks(read(), current_company(), asked, visible_branches("crm.sales_order.view"))
    return render("crm/holds/_marks.html", marks={order_id: found.get(order_id, "") for order_id in asked})


@bp.get("/<uuid:order_id>")
@requires("crm.credit_hold.view")
def show(order_id: UUID) -> Response:
    page = order_page(read(), order_id)
    require_branch("crm.credit_hold.view", page.order.branch_id)
    top = top_of(read(), page.order.customer_id)
    standing = credit_standings(read(), page.order.company_id, [top.id]).get(top.id) if top else None
    return render("crm/holds/show.html", found=page, order=page.order, top=top, standing=standing)


@bp.post("/<uuid:order_id>/release")
@requires("crm.credit_hold.release")
def release(order_id: UUID) -> Response:
    form, today = parse(ReleaseForm), business_date()
    return perform(
        lambda work: release_held_order(
            work,
            order_id,
            reason=form["reason"],
            valid_until=form["valid_until"],
            version=form["version"],
            occurred_on=today,
        ),
        then=lambda outcome: url_for("crm_orders.show", order_id=outcome.id),
        said=lambda outcome: gettext("Order %(number)s is released; the release is on record.", number=outcome.number),
    )
