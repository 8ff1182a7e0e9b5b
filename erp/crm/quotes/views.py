"""Pages of quotes: the list, one quote, and the steps from draft to order."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.customers.named_customer import named_customer
from erp.crm.customers.page_queries import active_ship_tos
from erp.crm.customers.queries import customer, sale_terms
from erp.crm.customers.warehouse_choices import warehouse_choices
from erp.crm.orders.forms import ChooseCustomerForm
from erp.crm.orders.views import decided
from erp.crm.pricing.typed_lines import typed_lines
from erp.crm.quotes.convert_quote import convert_quote
from erp.crm.quotes.enter_quote import enter_quote
from erp.crm.quotes.entry import QuoteEntry, QuoteOutcome
from erp.crm.quotes.forms import (
    ConvertForm,
    LoseForm,
    QuoteFilterForm,
    QuoteForm,
    QuoteVersionForm,
    ReviseQuoteForm,
)
from erp.crm.quotes.lose_quote import lose_quote
from erp.crm.quotes.page_queries import quote_page, quotes_statement
from erp.crm.quotes.print_quote import print_quote
from erp.crm.quotes.reprice_quote import reprice_quote
from erp.crm.quotes.revise_quote import revise_quote
from erp.crm.quotes.send_quote import send_quote
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render, show_pdf
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import (
    business_date,
    current_branch,
    current_company,
    perform,
    read,
    require_branch,
    visible_branches,
)
from erp.web.routing import requires

bp = Blueprint("crm_quotes", __name__, url_prefix="/crm/quotes")

COLUMNS = (
    Column("number", "Quote", link=lambda row: url_for("crm_quotes.show", quote_id=row.id)),
    Column("revision", "Revision", kind="integer"),
    Column("quoted_on", "Quoted", kind="day"),
    Column("valid_until", "Valid until", kind="day"),
    Column("customer_name", "Customer"),
    Column("customer_reference", "Their reference"),
    Column("state", "Status", kind="status"),
    Column("net_amount", "Net", kind="amount", total=True, currency="currency"),
    Column("total_amount", "Total", kind="amount", total=True, currency="currency"),
)


@bp.get("")
@requires("crm.quote.view")
def index() -> Response:
    chosen = parse_query(QuoteFilterForm)
    statement = quotes_statement(
        current_company(), business_date(), branch_ids=visible_branches("crm.quote.view"), **chosen
    )
    listing = page_by_key(statement, columns=COLUMNS, key=("-quoted_on", "-id"))
    return render_list("crm/quotes/index.html", listing, name="quotes")


@bp.get("/new")
@requires("crm.quote.enter")
def new() -> Response:
    chosen = parse_query(ChooseCustomerForm)
    if not chosen["customer"]:
        return render("crm/quotes/choose_customer.html")
    return render("crm/quotes/new.html", lines=(), **_choices(named_customer(read(), chosen["customer"])))


@bp.post("")
@requires("crm.quote.enter")
def create() -> Response:
    form = parse(QuoteForm)
    entry = _entry(form, current_branch())
    return perform(lambda work: enter_quote(work, entry), then=_shown, said="Quote entered.")


@bp.get("/<uuid:quote_id>")
@requires("crm.quote.view")
def show(quote_id: UUID) -> Response:
    page = quote_page(read(), quote_id)
    require_branch("crm.quote.view", page.quote.branch_id)
    return render("crm/quotes/show.html", found=page, quote=page.quote, stale=page.is_stale(business_date()))


@bp.get("/<uuid:quote_id>/pdf")
@requires("crm.quote.view")
def pdf(quote_id: UUID) -> Response:
    found = quote_page(read(), quote_id).quote
    require_branch("crm.quote.view", found.branch_id)
    return show_pdf(print_quote(read(), house().services.adapters, quote_id), found.number)


@bp.get("/<uuid:quote_id>/edit")
@requires("crm.quote.enter")
def edit(quote_id: UUID) -> Response:
    page = quote_page(read(), quote_id)
    require_branch("crm.quote.enter", page.quote.branch_id)
    choices = _choices(page.quote.customer_id)
    return render("crm/quotes/edit.html", quote=page.quote, lines=page.typed_lines(), **choices)


@bp.post("/<uuid:quote_id>/revise")
@requires("crm.quote.enter")
def revise(quote_id: UUID) -> Response:
    form = parse(ReviseQuoteForm)
    entry = _entry(form, quote_page(read(), quote_id).quote.branch_id)
    return perform(
        lambda work: revise_quote(work, quote_id, entry, version=form["version"]),
        then=_shown,
        said=lambda outcome: gettext("Revision %(revision)s is a draft.", revision=outcome.revision),
    )


@bp.post("/<uuid:quote_id>/send")
@requires("crm.quote.enter")
def send(quote_id: UUID) -> Response:
    form = parse(QuoteVersionForm)
    return perform(
        lambda work: send_quote(work, quote_id, version=form["version"]),
        then=_shown,
        said="Marked as sent. It is changed by revisions from now on.",
    )


@bp.post("/<uuid:quote_id>/reprice")
@requires("crm.quote.enter")
def reprice(quote_id: UUID) -> Response:
    form, today = parse(QuoteVersionForm), business_date()
    return perform(
        lambda work: reprice_quote(work, quote_id, occurred_on=today, version=form["version"]),
        then=_shown,
        said=_repriced,
    )


@bp.post("/<uuid:quote_id>/lose")
@requires("crm.quote.enter")
def lose(quote_id: UUID) -> Response:
    form = parse(LoseForm)
    return perform(
        lambda work: lose_quote(work, quote_id, reason=form["reason"]), then=_shown, said="Marked as lost."
    )


@bp.post("/<uuid:quote_id>/convert")
@requires("crm.sales_order.enter")
def convert(quote_id: UUID) -> Response:
    form, today = parse(ConvertForm), business_date()
    return perform(
        lambda work: convert_quote(
            work,
            quote_id,
            occurred_on=today,
            submit=form["decision"] == "submit",
            customer_reference=form["customer_reference"],
            version=form["version"],
        ),
        then=lambda outcome: url_for("crm_orders.show", order_id=outcome.id),
        said=decided,
    )


def _shown(outcome: QuoteOutcome) -> str:
    return url_for("crm_quotes.show", quote_id=outcome.id)


def _repriced(outcome: QuoteOutcome) -> str:
    if not outcome.changes:
        return f"Revision {outcome.revision}: no price has moved; it is valid anew."
    moved = "; ".join(
        f"line {change.position} {change.old_amount:.2f} → {change.new_amount:.2f}" for change in outcome.changes[:10]
    )
    return f"Revision {outcome.revision}: {len(outcome.changes)} lines moved ({moved})."


def _choices(customer_id: UUID) -> dict[str, Any]:
    return {
        "customer": customer(read(), customer_id),
        "terms": sale_terms(read(), current_company(), customer_id),
        "ship_tos": active_ship_tos(read(), customer_id),
        "warehouses": warehouse_choices(read(), current_company(), current_branch()),
    }


def _entry(form: dict[str, Any], branch_id: UUID) -> QuoteEntry:
    customer_id = named_customer(read(), form["customer"])
    return QuoteEntry(
        company_id=current_company(),
        branch_id=branch_id,
        warehouse_id=form["warehouse_id"],
        customer_id=customer_id,
        quoted_on=business_date(branch_id),
        lines=typed_lines(read(), form["lines"], customer_id),
        ship_to_id=form["ship_to_id"],
        valid_until=form["valid_until"],
        requested_on=form["requested_on"],
        customer_reference=form["customer_reference"],
        note=form["note"],
    )
