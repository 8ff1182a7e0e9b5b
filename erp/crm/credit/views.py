"""Pages of customer credit: accounts, one account tree, its limit."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.credit.exposure import credit_standings
from erp.crm.credit.forms import CreditFilterForm, LimitForm
from erp.crm.credit.page_queries import credit_accounts_statement, top_of, tree_members
from erp.crm.credit.set_credit_limit import set_credit_limit
from erp.kernel.errors import NotFound
from erp.web.forms import parse, parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("crm_credit", __name__, url_prefix="/crm/credit")

COLUMNS = (
    Column("code", "Account", link=lambda row: url_for("crm_credit.show", customer_id=row.id)),
    Column("name", "Name"),
    Column("limit_amount", "Limit", kind="amount", currency="currency"),
    Column("status", "Status", kind="status"),
    Column("note", "Last reason"),
)


@bp.get("")
@requires("crm.credit.view")
def index() -> Response:
    chosen = parse_query(CreditFilterForm)
    statement = credit_accounts_statement(current_company(), chosen["q"], chosen["show"])
    listing = page_by_key(statement, columns=COLUMNS, key=("code", "id"))
    return render_list("crm/credit/index.html", listing, name="credit-accounts")


@bp.get("/<uuid:customer_id>")
@requires("crm.credit.view")
def show(customer_id: UUID) -> Response:
    top = top_of(read(), customer_id)
    if top is None:
        raise NotFound("There is no such customer.")
    return render(
        "crm/credit/show.html",
        top=top,
        standing=credit_standings(read(), current_company(), [top.id]).get(top.id),
        members=tree_members(read(), current_company(), top.id),
    )


@bp.get("/of-customer/<uuid:customer_id>")
@requires("crm.credit.view")
def of_customer(customer_id: UUID) -> Response:
    top = top_of(read(), customer_id)
    standing = credit_standings(read(), current_company(), [top.id]).get(top.id) if top else None
    return render("crm/credit/_of_customer.html", top=top, standing=standing, customer_id=customer_id)


@bp.post("/<uuid:customer_id>/set-limit")
@requires("crm.credit_limit.set")
def set_limit(customer_id: UUID) -> Response:
    form, company_id = parse(LimitForm), current_company()
    return perform(
        lambda work: set_credit_limit(
            work,
            company_id,
            customer_id,
            limit_amount=form["limit_amount"],
            status=form["status"],
            reason=form["reason"],
        ),
        then=lambda _: url_for(".show", customer_id=customer_id),
        said="Credit limit set.",
    )
