"""Pages of agreements on prices with customers."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.customers.named_customer import named_customer
from erp.crm.pricing.agree_prices import agree_prices
from erp.crm.pricing.end_agreement import end_agreement
from erp.crm.pricing.forms import AgreementFilterForm, AgreementForm, EndAgreementForm
from erp.crm.pricing.page_queries import agreement_page, agreements_statement
from erp.crm.pricing.typed_prices import typed_prices
from erp.web.forms import parse, parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("crm_agreements", __name__, url_prefix="/crm/agreements")

COLUMNS = (
    Column("name", "Agreement", link=lambda row: url_for("crm_agreements.show", agreement_id=row.id)),
    Column("customer_code", "Customer"),
    Column("customer_name", "Name"),
    Column("customer_reference", "Their reference"),
    Column("prices", "Prices", kind="integer"),
    Column("valid_from", "From", kind="day"),
    Column("last_day", "To", kind="day"),
)


@bp.get("")
@requires("crm.price.view")
def index() -> Response:
    chosen = parse_query(AgreementFilterForm)
    customer_id = named_customer(read(), chosen["customer"]) if chosen["customer"] else None
    statement = agreements_statement(current_company(), customer_id)
    listing = page_by_key(statement, columns=COLUMNS, key=("customer_code", "name", "id"))
    return render_list("crm/pricing/agreements.html", listing, name="agreements")


@bp.get("/new")
@requires("crm.agreement.change")
def new() -> Response:
    chosen = parse_query(AgreementFilterForm)
    return render("crm/pricing/new_agreement.html", customer=chosen["customer"])


@bp.post("")
@requires("crm.agreement.change")
def create() -> Response:
    form, company_id = parse(AgreementForm), current_company()
    customer_id = named_customer(read(), form["customer"])
    rows = typed_prices(read(), form["lines"], valid_from=form["valid_from"], valid_to=form["valid_to"])
    return perform(
        lambda work: agree_prices(
            work,
            company_id=company_id,
            customer_id=customer_id,
            name=form["name"],
            rows=rows,
            customer_reference=form["customer_reference"],
            note=form["note"],
        ),
        then=lambda agreement_id: url_for(".show", agreement_id=agreement_id),
        said="Prices agreed.",
    )


@bp.get("/<uuid:agreement_id>")
@requires("crm.price.view")
def show(agreement_id: UUID) -> Response:
    page = agreement_page(read(), agreement_id)
    return render("crm/pricing/agreement.html", found=page, agreement=page.agreement)


@bp.post("/<uuid:agreement_id>/end")
@requires("crm.agreement.change")
def end(agreement_id: UUID) -> Response:
    form = parse(EndAgreementForm)
    return perform(
        lambda work: end_agreement(work, agreement_id, last_day=form["last_day"], reason=form["reason"]),
        then=lambda _: url_for(".show", agreement_id=agreement_id),
        said="The agreement ends on that day.",
    )
