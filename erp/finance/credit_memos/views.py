"""Pages of credit memos."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_, select

from erp.crm.api import customers_by_code
from erp.finance.credit_memos.forms import CreditMemoFilterForm, NewCreditMemoForm, NewQueryForm
from erp.finance.credit_memos.issue_manual_credit_memo import (
    ROLE_OF_REASON,
    ManualCredit,
    issue_manual_credit_memo,
)
from erp.finance.credit_memos.models import REASONS, CreditMemo
from erp.finance.credit_memos.print import print_credit_memo
from erp.finance.credit_memos.queries import credit_memo_page, credit_memos_statement
from erp.finance.invoicing.models import SalesInvoice
from erp.finance.invoicing.queries import CUSTOMER
from erp.kernel.errors import Refused
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render, show_pdf
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import (
    chosen_day,
    current_branch,
    current_company,
    perform,
    read,
    require_branch,
    visible_branches,
)
from erp.web.routing import requires

bp = Blueprint("finance_credit_memos", __name__, url_prefix="/finance/credit-memos")

COLUMNS = (
    Column("number", "Credit memo", link=lambda row: url_for("finance_credit_memos.show", credit_memo_id=row.id)),
    Column("credited_on", "Date", kind="day"),
    Column("customer_code", "Customer"),
    Column("customer_name", "Name"),
    Column("reason", "Reason", kind="status"),
    Column("origin_number", "From"),
    Column("invoice_numbers", "Invoice"),
    Column("total_amount", "Total", kind="amount", currency="currency", total=True),
    Column("unapplied_amount", "Unapplied", kind="amount", currency="currency", total=True),
)


@bp.get("")
@requires("finance.credit_memo.view")
def index() -> Response:
    chosen = parse_query(CreditMemoFilterForm)
    statement = credit_memos_statement(current_company(), visible_branches("finance.credit_memo.view"))
    if chosen["q"]:
        statement = statement.where(
            or_(
                CreditMemo.number.icontains(chosen["q"], autoescape=True),
                CreditMemo.origin_number.icontains(chosen["q"], autoescape=True),
                CreditMemo.invoice_numbers.icontains(chosen["q"], autoescape=True),
            )
        )
    if chosen["customer"]:
        statement = statement.where(CUSTOMER.c.code == chosen["customer"].upper())
    if chosen["reason"]:
        statement = statement.where(CreditMemo.reason == chosen["reason"])
    if chosen["from_day"]:
        statement = statement.where(CreditMemo.credited_on >= chosen["from_day"])
    if chosen["to_day"]:
        statement = statement.where(CreditMemo.credited_on <= chosen["to_day"])
    listing = page_by_key(statement, columns=COLUMNS, key=("-credited_on", "-id"))
    return render_list("finance/credit_memos/index.html", listing, name="credit-memos", reasons=REASONS)


@bp.get("/new")
@requires("finance.credit_memo.issue")
def new() -> Response:
    current_branch()  # it stands in the books of one: whoever has chosen no branch is asked to
    chosen = parse_query(NewQueryForm)
    invoice = _invoice(chosen["invoice"]) if chosen["invoice"] else None
    code = invoice.bill_to["code"] if invoice else chosen["customer"]
    return render("finance/credit_memos/new.html", invoice=invoice, customer=code, reasons=tuple(ROLE_OF_REASON))


@bp.post("")
@requires("finance.credit_memo.issue")
def create() -> Response:
    form = parse(NewCreditMemoForm)
    code = form["customer"].upper()
    customer_id = customers_by_code(read(), [code]).get(code)
    if customer_id is None:
        raise Refused("There is no customer %(code)s.", field="customer", code=code)
    invoice = _invoice(form["invoice"]) if form["invoice"] else None
    company_id = current_company()
    branch_id = invoice.branch_id if invoice else current_branch()
    credited_on = chosen_day("finance.credit_memo.backdate", form["credited_on"], branch_id)
    return perform(
        lambda work: issue_manual_credit_memo(
            work,
            company_id=company_id,
            branch_id=branch_id,
            customer_id=customer_id,
            reason=form["reason"],
            explanation=form["explanation"],
            credited_on=credited_on,
            lines=[ManualCredit(line["description"], line["amount"], line["index"]) for line in form["lines"]],
            invoice_id=invoice.id if invoice else None,
        ),
        then=lambda memo: url_for(".show", credit_memo_id=memo.id),
        said=lambda memo: gettext("Credit memo %(number)s issued.", number=memo.number),
    )


@bp.get("/<uuid:credit_memo_id>")
@requires("finance.credit_memo.view")
def show(credit_memo_id: UUID) -> Response:
    page = credit_memo_page(read(), credit_memo_id)
    require_branch("finance.credit_memo.view", page.memo.branch_id)
    return render("finance/credit_memos/show.html", found=page, memo=page.memo)


@bp.get("/<uuid:credit_memo_id>/pdf")
@requires("finance.credit_memo.view")
def pdf(credit_memo_id: UUID) -> Response:
    memo = credit_memo_page(read(), credit_memo_id).memo
    require_branch("finance.credit_memo.view", memo.branch_id)
    return show_pdf(print_credit_memo(read(), house().services.adapters, credit_memo_id), memo.number)


def _invoice(number: str) -> SalesInvoice:
    found = read().scalar(
        select(SalesInvoice).where(
            SalesInvoice.company_id == current_company(), SalesInvoice.number == number.strip().upper()
        )
    )
    if found is None:
        raise Refused("There is no invoice %(number)s.", field="invoice", number=number)
    return found
