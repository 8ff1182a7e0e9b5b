"""Pages of payments to suppliers."""

from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.finance.open_items.aging import open_items_on
from erp.finance.open_items.settle_rows import settle_rows
from erp.finance.payables.queries import SUPPLIER
from erp.finance.supplier_payments.forms import NewPaymentForm, PaymentFilterForm, ReasonForm, SupplierQueryForm
from erp.finance.supplier_payments.models import PAYMENT_METHODS, SupplierPayment
from erp.finance.supplier_payments.pay_supplier import PaidItem, pay_supplier
from erp.finance.supplier_payments.queries import payment_page, payments_statement
from erp.finance.supplier_payments.reverse_supplier_payment import reverse_supplier_payment
from erp.inventory.api import supplier, supplier_by_code
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_branch, current_company, day_come, perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("finance_supplier_payments", __name__, url_prefix="/finance/supplier-payments")

COLUMNS = (
    Column("number", "Payment", link=lambda row: url_for("finance_supplier_payments.show", payment_id=row.id)),
    Column("paid_on", "Date", kind="day"),
    Column("supplier_code", "Supplier"),
    Column("supplier_name", "Name"),
    Column("method", "How", kind="status"),
    Column("reference", "Reference"),
    Column("amount", "Amount", kind="amount", currency="currency", total=True),
    Column("unapplied_amount", "Unapplied", kind="amount", currency="currency", total=True),
)


@bp.get("")
@requires("finance.supplier_payment.view")
def index() -> Response:
    chosen = parse_query(PaymentFilterForm)
    statement = payments_statement(current_company())
    if chosen["q"]:
        statement = statement.where(SupplierPayment.number == chosen["q"].upper())
    if chosen["supplier"]:
        statement = statement.where(SUPPLIER.c.code == chosen["supplier"].upper())
    if chosen["from_day"]:
        statement = statement.where(SupplierPayment.paid_on >= chosen["from_day"])
    if chosen["to_day"]:
        statement = statement.where(SupplierPayment.paid_on <= chosen["to_day"])
    listing = page_by_key(statement, columns=COLUMNS, key=("-paid_on", "-id"))
    return render_list("finance/supplier_payments/index.html", listing, name="supplier-payments")


@bp.get("/new")
@requires("finance.supplier_payment.record")
def new() -> Response:
    code = parse_query(SupplierQueryForm)["supplier"]
    if not code:
        return render("finance/supplier_payments/new.html", supplier=None, rows=[], methods=PAYMENT_METHODS)
    supplier_id = supplier_by_code(read(), code)
    items = open_items_on(read(), current_company(), "payable", business_date(), [supplier_id])
    return render(
        "finance/supplier_payments/new.html", supplier=supplier(read(), supplier_id),
        rows=settle_rows(item for item in items if item.open_amount > 0), methods=PAYMENT_METHODS,
    )


@bp.post("")
@requires("finance.supplier_payment.record")
def create() -> Response:
    form = parse(NewPaymentForm)
    company_id, branch_id, zero = current_company(), current_branch(), Decimal(0)
    items = [
        PaidItem(line["to_item_id"], line["amount"] or zero, line["discount_amount"] or zero)
        for line in form["lines"]
        if line["amount"] or line["discount_amount"]
    ]
    return perform(
        lambda work: pay_supplier(
            work,
            company_id=company_id,
            branch_id=branch_id,
            supplier_id=form["supplier_id"],
            amount=form["amount"],
            paid_on=day_come(form["paid_on"], field="paid_on"),
            method=form["method"],
            reference=form["reference"],
            note=form["note"],
            items=items,
        ),
        then=lambda payment: url_for(".show", payment_id=payment.id),
        said=lambda payment: gettext("Payment %(number)s recorded.", number=payment.number),
    )


@bp.get("/<uuid:payment_id>")
@requires("finance.supplier_payment.view")
def show(payment_id: UUID) -> Response:
    page = payment_page(read(), payment_id)
    require_branch("finance.supplier_payment.view", page.payment.branch_id)
    return render(
        "finance/supplier_payments/show.html", found=page, payment=page.payment,
        supplier=supplier(read(), page.payment.supplier_id),
    )


@bp.post("/<uuid:payment_id>/reverse")
@requires("finance.supplier_payment.reverse")
def reverse(payment_id: UUID) -> Response:
    form = parse(ReasonForm)
    return perform(
        lambda work: reverse_supplier_payment(
            work, payment_id, reason=form["reason"], reversed_on=business_date()
        ),
        then=lambda _: url_for(".show", payment_id=payment_id),
        said="The payment was undone; what it settled is owed again.",
    )
