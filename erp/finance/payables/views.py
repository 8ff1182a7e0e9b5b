"""Pages of supplier bills: the list, entering one against what came, deciding on a held one."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_

from erp.finance.accounts.queries import account_ids_by_code
from erp.finance.payables.approve_supplier_bill import approve_supplier_bill
from erp.finance.payables.enter_supplier_bill import BillLine, EnteredBill, enter_supplier_bill
from erp.finance.payables.forms import BillFilterForm, DecisionForm, NewBillForm, SupplierQueryForm
from erp.finance.payables.models import SupplierBill
from erp.finance.payables.queries import SUPPLIER, bill_page, billable_goods, bills_statement
from erp.finance.payables.reject_supplier_bill import reject_supplier_bill
from erp.inventory.api import supplier, supplier_by_code
from erp.kernel.errors import Refused
from erp.web.forms import parse, parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_branch, current_company, perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("finance_payables", __name__, url_prefix="/finance/supplier-bills")

COLUMNS = (
    Column("number", "Bill", link=lambda row: url_for("finance_payables.show", bill_id=row.id)),
    Column("supplier_number", "Their number"),
    Column("billed_on", "Date", kind="day"),
    Column("supplier_code", "Supplier"),
    Column("supplier_name", "Name"),
    Column("due_on", "Due", kind="day"),
    Column("total_amount", "Total", kind="amount", currency="currency", total=True),
    Column("open_amount", "Open", kind="amount", currency="currency", total=True),
    Column("status", "Status", kind="status"),
)


@bp.get("")
@requires("finance.supplier_bill.view")
def index() -> Response:
    chosen = parse_query(BillFilterForm)
    statement = bills_statement(current_company())
    if chosen["q"]:
        statement = statement.where(
            or_(
                SupplierBill.number == chosen["q"].upper(),
                SupplierBill.supplier_number.icontains(chosen["q"], autoescape=True),
            )
        )
    if chosen["supplier"]:
        statement = statement.where(SUPPLIER.c.code == chosen["supplier"].upper())
    if chosen["status"]:
        statement = statement.where(SupplierBill.status == chosen["status"])
    if chosen["from_day"]:
        statement = statement.where(SupplierBill.billed_on >= chosen["from_day"])
    if chosen["to_day"]:
        statement = statement.where(SupplierBill.billed_on <= chosen["to_day"])
    listing = page_by_key(statement, columns=COLUMNS, key=("-billed_on", "-id"))
    return render_list("finance/payables/index.html", listing, name="supplier-bills")


@bp.get("/new")
@requires("finance.supplier_bill.enter")
def new() -> Response:
    code = parse_query(SupplierQueryForm)["supplier"]
    if not code:
        return render("finance/payables/new.html", supplier=None, goods=[])
    supplier_id = supplier_by_code(read(), code)
    goods = [
        {"grni_item_id": line.id, "line": line, "qty": "", "amount": ""}
        for line in billable_goods(read(), current_company(), supplier_id, business_date())
    ]
    return render("finance/payables/new.html", supplier=supplier(read(), supplier_id), goods=goods)


@bp.post("")
@requires("finance.supplier_bill.enter")
def create() -> Response:
    form = parse(NewBillForm)
    company_id, branch_id = current_company(), current_branch()
    lines = _lines(form, company_id)
    return perform(
        lambda work: enter_supplier_bill(
            work,
            company_id=company_id,
            branch_id=branch_id,
            supplier_id=form["supplier_id"],
            supplier_number=form["supplier_number"],
            billed_on=form["billed_on"],
            posted_on=min(form["billed_on"], business_date()),  # a bill dated ahead is owed from today
            due_on=form["due_on"],
            total_amount=form["total_amount"],
            tax_amount=form["tax_amount"] or Decimal(0),
            deductible_percent=Decimal(100) if form["deductible_percent"] is None else form["deductible_percent"],
            lines=lines,
            note=form["note"],
            is_no_duplicate=form["is_no_duplicate"],
        ),
        then=lambda bill: url_for(".show", bill_id=bill.id),
        said=_said,
    )


@bp.get("/<uuid:bill_id>")
@requires("finance.supplier_bill.view")
def show(bill_id: UUID) -> Response:
    page = bill_page(read(), bill_id)
    require_branch("finance.supplier_bill.view", page.bill.branch_id)
    return render(
        "finance/payables/show.html", found=page, bill=page.bill, supplier=supplier(read(), page.bill.supplier_id)
    )


@bp.post("/<uuid:bill_id>/approve")
@requires("finance.supplier_bill.approve")
def approve(bill_id: UUID) -> Response:
    form = parse(DecisionForm)
    return perform(
        lambda work: approve_supplier_bill(work, bill_id, reason=form["reason"]),
        then=lambda _: url_for(".show", bill_id=bill_id),
        said="The bill was approved and posted.",
    )


@bp.post("/<uuid:bill_id>/reject")
@requires("finance.supplier_bill.approve")
def reject(bill_id: UUID) -> Response:
    form = parse(DecisionForm)
    return perform(
        lambda work: reject_supplier_bill(work, bill_id, reason=form["reason"]),
        then=lambda _: url_for(".show", bill_id=bill_id),
        said="The bill was rejected; nothing is owed for it.",
    )


def _lines(form: dict[str, Any], company_id: UUID) -> list[BillLine]:
    lines = [
        BillLine("", line["qty"], line["amount"] or Decimal(0), grni_item_id=line["grni_item_id"], index=line["index"])
        for line in form["goods"]
        if line["qty"]
    ]
    accounts = account_ids_by_code(read(), company_id, [line["account"] for line in form["lines"]])
    for line in form["lines"]:
        if line["account"] not in accounts:
            raise Refused(
                "There is no account %(line)s.",
                field=f"lines-{line['index']}-account", line=line['account'],
            )
        lines.append(
            BillLine(
                line["description"], Decimal(1), line["amount"], account_id=accounts[line["account"]],
                index=line["index"],
            )
        )
    return lines


def _said(bill: EnteredBill) -> str:
    if bill.status == "held":
        return f"{bill.number} is held: {bill.held_because}. Somebody else has to decide on it."
    return f"{bill.number} posted."
