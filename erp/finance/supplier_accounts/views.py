"""Pages of what we owe: payables by age, one supplier's account, goods received not invoiced."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.finance.open_items.aging import aging, open_items_on
from erp.finance.open_items.apply import Application
from erp.finance.open_items.queries import (
    applications_of_document,
    applications_of_party,
    control_balance,
    open_items_of,
)
from erp.finance.open_items.settle_rows import settle_rows
from erp.finance.payables.queries import grni_on, supplier_names
from erp.finance.supplier_accounts.forms import ApplyCreditForm, AsOfForm
from erp.finance.supplier_payments.apply_supplier_credit import apply_supplier_credit
from erp.inventory.api import supplier
from erp.kernel.money import ZERO
from erp.web.forms import parse, parse_query
from erp.web.pages import render
from erp.web.requests import business_date, current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("finance_supplier_accounts", __name__, url_prefix="/finance/payables")


@bp.get("")
@requires("finance.payable.view")
def index() -> Response:
    as_of = parse_query(AsOfForm)["as_of"] or business_date()
    lines = aging(read(), current_company(), "payable", as_of)
    names = supplier_names(read())
    lines.sort(key=lambda line: names[line.party_id][1])
    return render(
        "finance/supplier_accounts/index.html", as_of=as_of, lines=lines, names=names,
        total=sum((line.total for line in lines), ZERO),
        ledger=-control_balance(read(), current_company(), "payable", as_of),
    )


@bp.get("/received-not-invoiced")
@requires("finance.payable.view")
def grni() -> Response:
    as_of = parse_query(AsOfForm)["as_of"] or business_date()
    lines = grni_on(read(), current_company(), as_of)
    return render(
        "finance/supplier_accounts/received_not_invoiced.html", as_of=as_of, lines=lines,
        total=sum((line.open_amount for line in lines), ZERO),
        ledger=-control_balance(read(), current_company(), "grni", as_of),
    )


@bp.get("/<uuid:supplier_id>")
@requires("finance.payable.view")
def show(supplier_id: UUID) -> Response:
    items = open_items_on(read(), current_company(), "payable", business_date(), [supplier_id])
    ages = aging(read(), current_company(), "payable", business_date(), [supplier_id])
    return render(
        "finance/supplier_accounts/show.html",
        supplier=supplier(read(), supplier_id),
        rows=settle_rows(item for item in items if item.open_amount > 0),
        credits=[item for item in items if item.open_amount < 0],
        age=ages[0] if ages else None,
        zero=ZERO,
        applications=applications_of_party(read(), current_company(), supplier_id),
    )


@bp.post("/<uuid:supplier_id>/apply")
@requires("finance.supplier_payment.record")
def apply(supplier_id: UUID) -> Response:
    form = parse(ApplyCreditForm)
    company_id = current_company()
    applications = [
        Application(line["to_item_id"], line["amount"], form["from_item_id"])
        for line in form["lines"]
        if line["amount"]
    ]
    return perform(
        lambda work: apply_supplier_credit(work, company_id, applications, applied_on=business_date()),
        then=lambda _: url_for(".show", supplier_id=supplier_id),
        said="Applied.",
    )


@bp.get("/document/<uuid:document_id>")
@requires("finance.payable.view")
def of_document(document_id: UUID) -> Response:
    """What is open of a document and what settled it: a panel for the document's page."""
    return render(
        "finance/customer_accounts/_of_document.html", items=open_items_of(read(), document_id),
        applications=applications_of_document(read(), document_id),
    )
