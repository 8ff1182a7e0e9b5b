"""Read invoices: one as its page and paper show it, and the list."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, column, func, literal, select, table
from sqlalchemy.orm import Session

from erp.finance.invoicing.models import SalesInvoice, SalesInvoiceLine, SalesInvoiceTax
from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.queries import open_items_of
from erp.kernel.errors import NotFound
from erp.kernel.money import ZERO

# Names of customers for lists; the page of a customer is crm's.
CUSTOMER = table("customer", column("id"), column("code"), column("name"), schema="crm")


@dataclass(frozen=True)
class InvoicePage:
    """An invoice with everything on it, and what is still owed of it."""

    invoice: SalesInvoice
    lines: list[SalesInvoiceLine]
    taxes: list[SalesInvoiceTax]
    open_items: list[OpenItem]

    @property
    def open_amount(self) -> Decimal:
        return sum((item.balance_amount for item in self.open_items), ZERO)

    @property
    def status(self) -> str:
        """How far the invoice is settled, in a word: it follows from its open items."""
        if self.open_amount == ZERO:
            return "paid"
        return "open" if self.open_amount == self.invoice.total_amount else "partly_paid"


def invoice_page(session: Session, invoice_id: UUID) -> InvoicePage:
    """One invoice.

    Raises: NotFound
    """
    invoice = session.get(SalesInvoice, invoice_id)
    if invoice is None:
        raise NotFound("There is no such invoice.")
    lines = session.scalars(
        select(SalesInvoiceLine)
        .where(SalesInvoiceLine.invoice_id == invoice_id)
        .order_by(SalesInvoiceLine.position)
    )
    taxes = session.scalars(
        select(SalesInvoiceTax)
        .where(SalesInvoiceTax.invoice_id == invoice_id)
        .order_by(SalesInvoiceTax.code, SalesInvoiceTax.name)
    )
    return InvoicePage(invoice, list(lines), list(taxes), open_items_of(session, invoice_id))


def invoices_statement(company_id: UUID, branch_ids: frozenset[UUID] | None) -> Select[Any]:
    """The invoices of a company for a list, with what is still owed of each."""
    owed = (
        select(func.coalesce(func.sum(OpenItem.balance_amount), ZERO))
        .where(OpenItem.document_id == SalesInvoice.id)
        .scalar_subquery()
    )
    status = (
        func.coalesce(
            select(literal("open", String))
            .where(OpenItem.document_id == SalesInvoice.id, OpenItem.balance_amount != 0)
            .limit(1)
            .scalar_subquery(),
            "paid",
        )
    )
    statement = (
        select(
            SalesInvoice.id, SalesInvoice.number, SalesInvoice.invoiced_on, SalesInvoice.due_on,
            SalesInvoice.customer_id, CUSTOMER.c.code.label("customer_code"),
            CUSTOMER.c.name.label("customer_name"), SalesInvoice.order_numbers, SalesInvoice.kind,
            SalesInvoice.currency, SalesInvoice.total_amount, owed.label("open_amount"),
            status.label("status"), SalesInvoice.customer_reference, SalesInvoice.net_amount, SalesInvoice.tax_amount,
            SalesInvoice.payment_term_text, SalesInvoice.channel, SalesInvoice.recorded_at, SalesInvoice.actor,
        )
        .join(CUSTOMER, CUSTOMER.c.id == SalesInvoice.customer_id)
        .where(SalesInvoice.company_id == company_id)
    )
    if branch_ids is not None:
        statement = statement.where(SalesInvoice.branch_id.in_(branch_ids))
    return statement
