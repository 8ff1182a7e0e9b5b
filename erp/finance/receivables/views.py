"""Pages of cash receipts: the list, entering one with what it settles, one receipt."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_

from erp.crm.api import customer, customers_by_code
from erp.finance.invoicing.queries import CUSTOMER
from erp.finance.open_items.aging import open_items_on
from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.settle_rows import settle_rows
from erp.finance.receivables.forms import CustomerQueryForm, NewReceiptForm, ReasonForm, ReceiptFilterForm
from erp.finance.receivables.models import METHODS, CashReceipt
from erp.finance.receivables.queries import receipt_page, receipts_statement
from erp.finance.receivables.record_cash_receipt import ReceiptApplication, record_cash_receipt
from erp.finance.receivables.reverse_cash_receipt import reverse_cash_receipt
from erp.kernel.errors import Refused
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import (
    business_date,
    current_branch,
    current_company,
    day_come,
    perform,
    read,
    require_branch,
    visible_branches,
)
from erp.web.routing import requires

bp = Blueprint("finance_receivables", __name__, url_prefix="/finance/cash-receipts")

COLUMNS = (
    Column("number", "Receipt", link=lambda row: url_for("finance_receivables.show_receipt", receipt_id=row.id)),
    Column("received_on", "Date", kind="day"),
    Column("kind", "Kind", kind="status"),
    Column("customer_code", "Customer"),
    Column("customer_name", "Name"),
    Column("reference", "Reference"),
    Column("amount", "Amount", kind="amount", currency="currency", total=True),
    Column("unapplied_amount", "Unapplied", kind="amount", currency="currency", total=True),
)


@bp.get("")
@requires("finance.cash_receipt.view")
def index() -> Response:
    chosen = parse_query(ReceiptFilterForm)
    statement = receipts_statement(current_company(), visible_branches("finance.cash_receipt.view"))
    if chosen["q"]:
        statement = statement.where(
            or_(
                CashReceipt.number == chosen["q"].upper(),
                CashReceipt.reference.icontains(chosen["q"], autoescape=True),
            )
        )
    if chosen["customer"]:
        statement = statement.where(CUSTOMER.c.code == chosen["customer"].upper())
    if chosen["from_day"]:
        statement = statement.where(CashReceipt.received_on >= chosen["from_day"])
    if chosen["to_day"]:
        statement = statement.where(CashReceipt.received_on <= chosen["to_day"])
    if chosen["unapplied"]:
        open_item = OpenItem.__table__.select().where(
            OpenItem.document_id == CashReceipt.id, OpenItem.balance_amount != 0
        )
        statement = statement.where(open_item.exists())
    listing = page_by_key(statement, columns=COLUMNS, key=("-received_on", "-id"))
    return render_list("finance/receivables/index.html", listing, name="cash-receipts")


@bp.get("/new")
@requires("finance.cash_receipt.record")
def new() -> Response:
    code = parse_query(CustomerQueryForm)["customer"].upper()
    if not code:
        return render("finance/receivables/new.html", payer=None, rows=[], methods=METHODS)
    payer_id = customers_by_code(read(), [code]).get(code)
    if payer_id is None:
        raise Refused("There is no customer %(code)s.", field="customer", code=code)
    items = open_items_on(read(), current_company(), "receivable", business_date(), [payer_id])
    return render(
        "finance/receivables/new.html", payer=customer(read(), payer_id),
        rows=settle_rows(item for item in items if item.open_amount > 0), methods=METHODS,
    )


@bp.post("")
@requires("finance.cash_receipt.record")
def create() -> Response:
    form = parse(NewReceiptForm)
    company_id, branch_id = current_company(), current_branch()
    return perform(
        lambda work: record_cash_receipt(
            work,
            company_id=company_id,
            branch_id=branch_id,
            customer_id=form["customer_id"],
            amount=form["amount"],
            received_on=day_come(form["received_on"], field="received_on"),
            method=form["method"],
            reference=form["reference"],
            note=form["note"],
            applications=[] if form["oldest_first"] else _applications(form["lines"]),
            oldest_first=form["oldest_first"],
        ),
        then=lambda receipt: url_for(".show_receipt", receipt_id=receipt.id),
        said=lambda receipt: gettext("Receipt %(number)s recorded.", number=receipt.number),
    )


@bp.get("/<uuid:receipt_id>")
@requires("finance.cash_receipt.view")
def show_receipt(receipt_id: UUID) -> Response:
    page = receipt_page(read(), receipt_id)
    require_branch("finance.cash_receipt.view", page.receipt.branch_id)
    return render(
        "finance/receivables/show.html", found=page, receipt=page.receipt,
        payer=customer(read(), page.receipt.customer_id),
    )


@bp.post("/<uuid:receipt_id>/reverse")
@requires("finance.cash_receipt.reverse")
def reverse(receipt_id: UUID) -> Response:
    form = parse(ReasonForm)
    return perform(
        lambda work: reverse_cash_receipt(
            work, receipt_id, reason=form["reason"], reversed_on=business_date()
        ),
        then=lambda _: url_for(".show_receipt", receipt_id=receipt_id),
        said="The receipt was undone; what it settled is owed again.",
    )


def _applications(lines: list[dict[str, Any]]) -> list[ReceiptApplication]:
    zero = Decimal(0)
    return [
        ReceiptApplication(
            line["to_item_id"], line["amount"] or zero, line["discount_amount"] or zero,
            line["write_off_amount"] or zero,
        )
        for line in lines
        if line["amount"] or line["discount_amount"] or line["write_off_amount"]
    ]
