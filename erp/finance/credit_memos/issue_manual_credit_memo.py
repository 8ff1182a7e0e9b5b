"""Issue a credit memo by hand: a price adjustment, goodwill, a deduction, with its reason on record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.crm.api import CustomerFacts, customer
from erp.finance.credit_memos.invoiced import InvoiceHead, credited_so_far, invoice_heads, invoice_taxes, open_item_ids
from erp.finance.credit_memos.issue_memo import IssuedMemo, MemoDraft, issue_memo
from erp.finance.credit_memos.lines import CreditLine
from erp.finance.invoicing.books import Books, read_books
from erp.finance.invoicing.lines import LineTaxPart
from erp.finance.open_items.state import OpenItemState, lock_open_items
from erp.finance.wording import amount_text
from erp.kernel.errors import NotFound, Refused
from erp.kernel.money import ZERO, round_amount
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company

# What a credit by hand takes from, by its reason; only a lower price lowers the tax of its invoice too.
ROLE_OF_REASON = {
    "price_adjustment": "returns_allowance",
    "billing_error": "revenue",
    "goodwill": "returns_allowance",
    "fee_deduction": "bank_fees",
    "bad_debt": "bad_debt",
}
LOWERS_TAX = ("price_adjustment", "billing_error")


@dataclass(frozen=True)
class ManualCredit:
    """One line: what for, and how much, net of tax."""

    description: str
    amount: Decimal
    index: int = 0


def issue_manual_credit_memo(
    work: UnitOfWork,
    *,
    company_id: UUID,
    branch_id: UUID,
    customer_id: UUID,
    reason: str,
    explanation: str,
    credited_on: date,
    lines: Sequence[ManualCredit],
    invoice_id: UUID | None = None,
) -> IssuedMemo:
    """Dr the account of the reason (and tax, where an invoice's price is lowered); Cr receivable.

    With an invoice it settles that invoice and never gives back more than it charged; without one it stands
    unapplied. A lower price gives back the same share of the invoice's tax.

    Rounding: the share of each tax half up over all such credits of the invoice, never above what it charged.
    Raises: Refused without reason, explanation or amount, or beyond the invoice; Forbidden above the company's limit
    without the right to exceed it.
    Effects: as every credit memo.
    """
    work.require("finance.credit_memo.issue", branch_id)
    facts = company(work.session, company_id)
    _check(reason, explanation, lines, facts.minor_units)
    net = sum((line.amount for line in lines), ZERO)
    if net > facts.settings["credit_memo_limit_amount"]:
        work.require("finance.credit_memo.exceed_limit", branch_id)
    books = read_books(work.session, company_id, branch_id, credited_on, facts.currency)
    buyer = customer(work.session, customer_id)
    items: dict[UUID, OpenItemState] = {}
    head = None
    tax_parts: list[LineTaxPart] = []
    if invoice_id is not None:
        head = _invoice(work, invoice_id, company_id, customer_id)
        items = lock_open_items(work, open_item_ids(work.session, [invoice_id]))
        tax_parts = _check_invoice(work, head, net, facts.minor_units, reason in LOWERS_TAX)
    credit_lines = [
        CreditLine(
            kind="adjustment", account_role=ROLE_OF_REASON[reason], description=line.description.strip(), unit="",
            qty=Decimal(1), net_unit_price=line.amount, amount=line.amount, invoice_id=invoice_id,
            tax_code=tax_parts[0].code if tax_parts else "",
            # The tax of the whole memo stands on its first line.
            tax_parts=tuple(tax_parts) if position == 0 else (),
        )
        for position, line in enumerate(lines)
    ]
    return issue_memo(work, books, _draft(books, buyer, head, reason, explanation, credited_on, credit_lines), items)


def _check(reason: str, explanation: str, lines: Sequence[ManualCredit], minor_units: int) -> None:
    if reason not in ROLE_OF_REASON:
        raise Refused("Choose a reason: %(role_of_reason)s.", field="reason", role_of_reason=', '.join(ROLE_OF_REASON))
    if not explanation.strip():
        raise Refused("Explain the credit, for the customer and for whoever reads it later.", field="explanation")
    if not lines:
        raise Refused("The credit memo has no lines yet. Enter what for and how much.")
    for line in lines:
        if line.amount <= 0 or line.amount != round_amount(line.amount, minor_units):
            raise Refused(
                "Enter an amount above zero with no more than %(minor_units)s decimal places.",
                field=f"lines-{line.index}-amount", minor_units=minor_units,
            )
        if not line.description.strip():
            raise Refused("Say what the amount is for.", field=f"lines-{line.index}-description")


def _invoice(work: UnitOfWork, invoice_id: UUID, company_id: UUID, customer_id: UUID) -> InvoiceHead:
    heads = invoice_heads(work.session, [invoice_id])
    if not heads or heads[0].company_id != company_id:
        raise NotFound("There is no such invoice.", field="invoice")
    if heads[0].customer_id != customer_id:
        raise Refused("%(number)s was another customer's.", field="invoice", number=heads[0].number)
    return heads[0]


def _check_invoice(
    work: UnitOfWork, head: InvoiceHead, net: Decimal, minor_units: int, lowers_tax: bool
) -> list[LineTaxPart]:
    credited = credited_so_far(work.session, head.id)
    left = head.net_amount - credited.net_amount
    if net > left:
        raise Refused(
            "%(number)s has %(left)s %(currency)s left to give back: credit no more than that.",
            field="lines-0-amount", number=head.number, left=amount_text(left), currency=head.currency,
        )
    if not lowers_tax or not head.net_amount:
        return []
    parts = []
    for part in invoice_taxes(work.session, head.id):
        so_far = credited.tax_by_component.get(part.component_id, ZERO)
        due = round_amount(part.tax_amount * (credited.net_amount + net) / head.net_amount, minor_units)
        share = max(min(due, part.tax_amount) - so_far, ZERO)
        parts.append(replace(part, base_amount=net, tax_amount=share))
    return [part for part in parts if part.tax_amount]


def _draft(
    books: Books,
    buyer: CustomerFacts,
    head: InvoiceHead | None,
    reason: str,
    explanation: str,
    credited_on: date,
    lines: Sequence[CreditLine],
) -> MemoDraft:
    return MemoDraft(
        customer_id=buyer.id,
        reason=reason,
        explanation=explanation.strip(),
        origin_kind="",
        origin_id=None,
        origin_number="",
        invoice_numbers=head.number if head else "",
        credited_on=credited_on,
        bill_to=head.bill_to if head else _bill_to(buyer),
        customer_reference=head.customer_reference if head else "",
        salesperson_id=head.salesperson_id if head else None,
        channel=head.channel if head else "",
        lines=lines,
    )


def _bill_to(buyer: CustomerFacts) -> dict[str, str]:
    names = ("code", "name", "street", "postal_code", "city", "region", "country", "tax_number")
    return {name: getattr(buyer, name) for name in names}
