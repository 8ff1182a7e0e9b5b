"""Pages of what customers owe: aging, one customer's account with its application desk, statements."""

from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.api import customer, customers
from erp.finance.customer_accounts.forms import ApplyForm, AsOfForm, ReasonForm, RefundForm, StatementForm
from erp.finance.customer_accounts.paper import statement_asked
from erp.finance.customer_accounts.print_statement import print_statement
from erp.finance.customer_accounts.statement import Statement
from erp.finance.open_items.aging import BUCKETS, aging, open_items_on
from erp.finance.open_items.apply import Application
from erp.finance.open_items.expected_loss import expected_losses
from erp.finance.open_items.queries import (
    applications_of_document,
    applications_of_party,
    control_balance,
    open_items_of,
)
from erp.finance.open_items.settle_rows import settle_rows
from erp.finance.receivables.apply_cash import apply_cash
from erp.finance.receivables.models import METHODS
from erp.finance.receivables.refund_customer import refund_customer
from erp.finance.receivables.unapply_cash import unapply_cash
from erp.kernel.money import ZERO
from erp.kernel.papers.kinds import Asked
from erp.organization.api import settings
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.pages import render, show_pdf
from erp.web.requests import business_date, current_company, current_place, day_come, perform, read
from erp.web.routing import requires

bp = Blueprint("finance_customer_accounts", __name__, url_prefix="/finance/receivables")


@bp.get("")
@requires("finance.receivable.view")
def index() -> Response:
    chosen = parse_query(AsOfForm)
    as_of = chosen["as_of"] or business_date()
    lines = aging(read(), current_company(), "receivable", as_of)
    names = customers(read(), [line.party_id for line in lines])
    lines.sort(key=lambda line: names[line.party_id].name)
    total = sum((line.total for line in lines), ZERO)
    owed = {bucket: sum((getattr(line, bucket) for line in lines), ZERO) for bucket in BUCKETS}
    if chosen["overdue"]:
        lines = [line for line in lines if line.is_overdue]
    return render(
        "finance/customer_accounts/index.html", as_of=as_of, lines=lines, names=names, total=total,
        ledger=control_balance(read(), current_company(), "receivable", as_of),
        losses=expected_losses(owed, settings(read(), current_company()), current_place().minor_units),
    )


@bp.get("/<uuid:customer_id>")
@requires("finance.receivable.view")
def show(customer_id: UUID) -> Response:
    items = open_items_on(read(), current_company(), "receivable", business_date(), [customer_id])
    ages = aging(read(), current_company(), "receivable", business_date(), [customer_id])
    return render(
        "finance/customer_accounts/show.html",
        customer=customer(read(), customer_id),
        rows=settle_rows(item for item in items if item.open_amount > 0),
        credits=[item for item in items if item.open_amount < 0],
        age=ages[0] if ages else None,
        zero=ZERO,
        applications=applications_of_party(read(), current_company(), customer_id),
        methods=METHODS,
    )


@bp.post("/<uuid:customer_id>/apply")
@requires("finance.cash_application.apply")
def apply(customer_id: UUID) -> Response:
    form = parse(ApplyForm)
    company_id, zero = current_company(), Decimal(0)
    applications = [
        Application(
            line["to_item_id"],
            line["amount"] or zero,
            form["from_item_id"] if line["amount"] else None,
            line["discount_amount"] or zero,
            line["write_off_amount"] or zero,
        )
        for line in form["lines"]
        if line["amount"] or line["discount_amount"] or line["write_off_amount"]
    ]
    applied_on = day_come(form["applied_on"], field="applied_on")
    return perform(
        lambda work: apply_cash(work, company_id, applications, applied_on=applied_on),
        then=lambda _: url_for(".show", customer_id=customer_id),
        said="Applied.",
    )


@bp.post("/applications/<uuid:application_id>/undo")
@requires("finance.cash_application.reverse")
def undo(application_id: UUID) -> Response:
    form = parse(ReasonForm)
    return perform(
        lambda work: unapply_cash(work, application_id, reason=form["reason"], undone_on=business_date()),
        then=lambda customer_id: url_for(".show", customer_id=customer_id),
        said="The application was undone.",
    )


@bp.post("/items/<uuid:open_item_id>/refund")
@requires("finance.refund.pay")
def refund(open_item_id: UUID) -> Response:
    form = parse(RefundForm)
    return perform(
        lambda work: refund_customer(
            work, open_item_id, amount=form["amount"], paid_on=business_date(), method=form["method"],
            reference=form["reference"],
        ),
        then=lambda refund_id: url_for("finance_receivables.show_receipt", receipt_id=refund_id),
        said="Refund recorded.",
    )


@bp.get("/document/<uuid:document_id>")
@requires("finance.receivable.view")
def of_document(document_id: UUID) -> Response:
    """What is open of a document and what settled it: a panel for the document's page."""
    return render(
        "finance/customer_accounts/_of_document.html", items=open_items_of(read(), document_id),
        applications=applications_of_document(read(), document_id),
    )


@bp.get("/<uuid:customer_id>/statement")
@requires("finance.receivable.view")
def statement(customer_id: UUID) -> Response:
    return render(
        "finance/customer_accounts/statement.html", statement=_statement(customer_id),
        customer=customer(read(), customer_id),
    )


@bp.get("/<uuid:customer_id>/statement.pdf")
@requires("finance.receivable.view")
def statement_pdf(customer_id: UUID) -> Response:
    found = _statement(customer_id)
    return show_pdf(print_statement(read(), house().services.adapters, current_company(), found), "statement")


def _statement(customer_id: UUID) -> Statement:
    chosen = parse_query(StatementForm)
    asked = Asked(current_company(), chosen["first_day"], chosen["last_day"] or business_date())
    return statement_asked(read(), customer_id, asked)
