"""Pages of sales invoices."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_

from erp.finance.invoicing.forms import InvoiceFilterForm
from erp.finance.invoicing.models import SalesInvoice
from erp.finance.invoicing.print import print_invoice
from erp.finance.invoicing.queries import CUSTOMER, invoice_page, invoices_statement
from erp.finance.open_items.models import OpenItem
from erp.web.doors import house
from erp.web.forms import parse_query
from erp.web.pages import render, show_pdf
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("finance_invoicing", __name__, url_prefix="/finance/invoices")

COLUMNS = (
    Column("number", "Invoice", link=lambda row: url_for("finance_invoicing.show", invoice_id=row.id)),
    Column("invoiced_on", "Date", kind="day"),
    Column("customer_code", "Customer"),
    Column("customer_name", "Name"),
    Column("order_numbers", "Order"),
    Column("due_on", "Due", kind="day"),
    Column("total_amount", "Total", kind="amount", currency="currency", total=True),
    Column("open_amount", "Open", kind="amount", currency="currency", total=True),
    Column("status", "Status", kind="status"),
    Column("kind", "Kind", kind="status", hidden=True),
    Column("customer_reference", "Their reference", hidden=True),
    Column("net_amount", "Net", kind="amount", currency="currency", total=True, hidden=True),
    Column("tax_amount", "Tax", kind="amount", currency="currency", total=True, hidden=True),
    Column("payment_term_text", "Payment terms", hidden=True),
    Column("channel", "Channel", kind="status", hidden=True),
    Column("recorded_at", "Posted at", kind="moment", hidden=True),
    Column("actor", "Posted by", hidden=True),
)


@bp.get("")
@requires("finance.sales_invoice.view")
def index() -> Response:
    chosen = parse_query(InvoiceFilterForm)
    statement = invoices_statement(current_company(), visible_branches("finance.sales_invoice.view"))
    if chosen["q"]:
        statement = statement.where(
            or_(
                SalesInvoice.number.icontains(chosen["q"], autoescape=True),
                SalesInvoice.order_numbers.icontains(chosen["q"], autoescape=True),
                SalesInvoice.customer_reference.icontains(chosen["q"], autoescape=True),
            )
        )
    if chosen["customer"]:
        statement = statement.where(CUSTOMER.c.code == chosen["customer"].upper())
    if chosen["from_day"]:
        statement = statement.where(SalesInvoice.invoiced_on >= chosen["from_day"])
    if chosen["to_day"]:
        statement = statement.where(SalesInvoice.invoiced_on <= chosen["to_day"])
    if chosen["status"]:
        owed = OpenItem.__table__.select().where(
            OpenItem.document_id == SalesInvoice.id, OpenItem.balance_amount != 0
        ).exists()
        statement = statement.where(owed if chosen["status"] == "open" else ~owed)
    listing = page_by_key(statement, columns=COLUMNS, key=("-invoiced_on", "-id"))
    return render_list("finance/invoicing/index.html", listing, name="invoices")


@bp.get("/<uuid:invoice_id>")
@requires("finance.sales_invoice.view")
def show(invoice_id: UUID) -> Response:
    page = invoice_page(read(), invoice_id)
    require_branch("finance.sales_invoice.view", page.invoice.branch_id)
    return render("finance/invoicing/show.html", found=page, invoice=page.invoice)


@bp.get("/<uuid:invoice_id>/pdf")
@requires("finance.sales_invoice.view")
def pdf(invoice_id: UUID) -> Response:
    invoice = invoice_page(read(), invoice_id).invoice
    require_branch("finance.sales_invoice.view", invoice.branch_id)
    return show_pdf(print_invoice(read(), house().services.adapters, invoice_id), invoice.number)
