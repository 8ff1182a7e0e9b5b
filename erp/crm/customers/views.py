"""Pages of customers: the list, one customer, and what may be changed of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.customers.agree_terms import TradeTerms, agree_terms, proposed_billing_mode
from erp.crm.customers.change_customer import change_customer
from erp.crm.customers.create_customer import DETAILS, create_customer
from erp.crm.customers.forms import (
    ChangeCustomerForm,
    CustomerFilterForm,
    MoveCustomerForm,
    NewCustomerForm,
    TermsForm,
)
from erp.crm.customers.move_customer import move_customer
from erp.crm.customers.named_customer import named_customer
from erp.crm.customers.page_queries import customer_page, customers_statement, price_list_choices
from erp.crm.customers.queries import search_customers
from erp.identity.api import user_names, users_with_role
from erp.kernel.languages import LANGUAGES
from erp.terms.api import payment_terms
from erp.web.forms import parse, parse_query
from erp.web.lookup import question, suggestions
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("crm_customers", __name__, url_prefix="/crm/customers")

COLUMNS = (
    Column("code", "Customer", link=lambda row: url_for("crm_customers.show", customer_id=row.id)),
    Column("name", "Name"),
    Column("city", "City"),
    Column("country", "Country"),
    Column("parent_code", "Under"),
    Column("status", "Status", kind="status"),
    Column("street", "Street", hidden=True),
    Column("postal_code", "Postal code", hidden=True),
    Column("region", "Region", hidden=True),
    Column("phone", "Telephone", hidden=True),
    Column("invoice_email", "E-mail for invoices", hidden=True),
    Column("tax_number", "Tax number", hidden=True),
    Column("created_at", "Created at", kind="moment", hidden=True),
)


@bp.get("")
@requires("crm.customer.view")
def index() -> Response:
    chosen = parse_query(CustomerFilterForm)
    listing = page_by_key(customers_statement(chosen["q"], chosen["status"]), columns=COLUMNS, key=("code", "id"))
    return render_list("crm/customers/index.html", listing, name="customers")


@bp.get("/suggest")
@requires("crm.customer.view")
def suggest() -> Response:
    return suggestions((found.code, found.name, found.city) for found in search_customers(read(), question(), limit=12))


@bp.get("/new")
@requires("crm.customer.create")
def new() -> Response:
    return render("crm/customers/new.html", customer=dict.fromkeys(("name", *DETAILS), ""), languages=LANGUAGES.items())


@bp.post("")
@requires("crm.customer.create")
def create() -> Response:
    form = parse(NewCustomerForm)
    parent_id = named_customer(read(), form["parent"], field="parent") if form["parent"] else None
    return perform(
        lambda work: create_customer(
            work,
            code=form["code"],
            name=form["name"],
            parent_id=parent_id,
            is_cash_sale=form["is_cash_sale"],
            details=_details(form),
        ),
        then=lambda customer_id: url_for(".show", customer_id=customer_id),
        said="Customer created. Agree terms next, so that orders can be entered.",
    )


@bp.get("/<uuid:customer_id>")
@requires("crm.customer.view")
def show(customer_id: UUID) -> Response:
    page = customer_page(read(), customer_id, current_company())
    salesperson_id = page.terms.salesperson_id if page.terms else None
    names = user_names(read(), [salesperson_id]) if salesperson_id else {}
    return render(
        "crm/customers/show.html",
        found=page,
        customer=page.customer,
        salesperson=names.get(salesperson_id) if salesperson_id else None,
    )


@bp.get("/<uuid:customer_id>/edit")
@requires("crm.customer.change")
def edit(customer_id: UUID) -> Response:
    page = customer_page(read(), customer_id, current_company())
    return render("crm/customers/edit.html", customer=page.customer, parent=page.parent, languages=LANGUAGES.items())


@bp.post("/<uuid:customer_id>/change")
@requires("crm.customer.change")
def change(customer_id: UUID) -> Response:
    form = parse(ChangeCustomerForm)
    return perform(
        lambda work: change_customer(
            work,
            customer_id,
            version=form["version"],
            name=form["name"],
            status=form["status"],
            details=_details(form),
        ),
        then=lambda _: url_for(".show", customer_id=customer_id),
        said="Customer changed.",
    )


@bp.post("/<uuid:customer_id>/move")
@requires("crm.customer_terms.change")
def move(customer_id: UUID) -> Response:
    form = parse(MoveCustomerForm)
    parent_id = named_customer(read(), form["parent"], field="parent") if form["parent"] else None
    return perform(
        lambda work: move_customer(
            work, customer_id, parent_id=parent_id, version=form["version"], reason=form["reason"]
        ),
        then=lambda _: url_for(".show", customer_id=customer_id),
        said="Account moved.",
    )


@bp.get("/<uuid:customer_id>/terms")
@requires("crm.customer_terms.change")
def terms(customer_id: UUID) -> Response:
    page = customer_page(read(), customer_id, current_company())
    return render(
        "crm/customers/terms.html",
        customer=page.customer,
        terms=page.terms,
        billing_mode=page.terms.billing_mode if page.terms else proposed_billing_mode(read(), current_company()),
        payment_terms=[(term.id, f"{term.code} {term.name}") for term in payment_terms(read()).values()],
        price_lists=price_list_choices(read(), current_company()),
        salespeople=users_with_role(read(), "sales"),
    )


@bp.post("/<uuid:customer_id>/agree-terms")
@requires("crm.customer_terms.change")
def agree(customer_id: UUID) -> Response:
    form = parse(TermsForm)
    company_id, version = current_company(), form.pop("version")
    return perform(
        lambda work: agree_terms(work, customer_id, company_id, TradeTerms(**form), version=version),
        then=lambda _: url_for(".show", customer_id=customer_id),
        said="Terms agreed.",
    )


def _details(form: dict[str, Any]) -> dict[str, str]:
    details = {key: form[key] or "" for key in DETAILS}
    details["country"] = details["country"].upper()
    return details
