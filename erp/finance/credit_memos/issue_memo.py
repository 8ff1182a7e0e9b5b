"""Issue a credit memo: entry, number, paper and open item in one step, applied to what it gives back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from erp.finance.credit_memos.lines import CreditLine
from erp.finance.credit_memos.models import CreditMemo, CreditMemoLine, CreditMemoTax
from erp.finance.events import CreditMemoPosted
from erp.finance.invoicing.books import Books
from erp.finance.invoicing.lines import LineTaxPart, stored_parts, tax_summary
from erp.finance.open_items.apply import Application, apply_items, apply_oldest_first
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.open_items.settlement_lines import settlement_lines
from erp.finance.open_items.state import OpenItemState
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.numbering import draw_gapless
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.api import rounded_total


@dataclass(frozen=True)
class MemoDraft:
    """A credit memo before it has a number: to whom, why, and its lines."""

    customer_id: UUID
    reason: str
    explanation: str
    origin_kind: str
    origin_id: UUID | None
    origin_number: str
    invoice_numbers: str
    credited_on: date
    bill_to: dict[str, Any]
    customer_reference: str
    salesperson_id: UUID | None
    channel: str
    lines: Sequence[CreditLine]


@dataclass(frozen=True)
class IssuedMemo:
    """The credit memo as it was issued; ``unapplied_amount`` is what is left for the customer to use."""

    id: UUID
    number: str
    total_amount: Decimal
    unapplied_amount: Decimal


def issue_memo(
    work: UnitOfWork, books: Books, draft: MemoDraft, invoice_items: Mapping[UUID, OpenItemState]
) -> IssuedMemo:
    """Dr revenue (or the role of the line), Dr tax; Cr receivable. A restocking fee is income within it.

    It settles the open instalments of the invoices it gives back, each up to what it gives back of it, the earliest
    due first; what they no longer owe stands unapplied. ``invoice_items`` are those instalments, locked.

    Effects: the memo, its open item and applications, credit exposure, CreditMemoPosted.
    """
    memo_id, source_event_id = new_id(), work.event_id or work.reserve_event_id()
    taxes = tax_summary([part for line in draft.lines for part in line.tax_parts])
    net = sum((line.amount for line in draft.lines), ZERO)
    tax = sum((part.tax_amount for part in taxes), ZERO)
    total = rounded_total(books.company.settings, net + tax)
    rounding = total - net - tax
    receivable = RoleLine(
        "receivable", -total, books.branch.id, customer_id=draft.customer_id, channel=draft.channel,
        salesperson_id=draft.salesperson_id, subledger_kind="credit_memo", subledger_id=memo_id,
    )
    memo_item = OpenItemState(
        id=memo_id, company_id=books.company.id, branch_id=books.branch.id, side="receivable",
        party_id=draft.customer_id, kind="credit_memo", document_id=memo_id, number="", currency=books.currency,
        original_amount=-total, balance_amount=-total, posted_on=draft.credited_on, due_on=draft.credited_on,
        discount_until=None, discount_amount=ZERO,
    )
    planned = _applications(memo_item, invoice_items, draft.lines, rounding)
    entry = RoleEntry(
        draft.credited_on, "credit memo", f"Credit memo {draft.origin_number}".strip(), "receivables",
        "credit_memo", memo_id,
        [*_credit_lines(books, draft, taxes), receivable,
         *([RoleLine("rounding", rounding, books.branch.id, customer_id=draft.customer_id)] if rounding else []),
         *settlement_lines({**invoice_items, memo_item.id: memo_item}, planned)],
    )
    post_by_role(work, books.company.id, [entry])
    tell_exposure(work, books.company.id, [entry])
    series_number = draw_gapless(
        work, company_id=books.company.id, branch_id=books.branch.id, kind="credit_memo",
        fiscal_year=books.fiscal_year,
    )
    number = books.number("CM", series_number)
    insert_rows(
        work,
        CreditMemo,
        [
            {
                "id": memo_id, "company_id": books.company.id, "branch_id": books.branch.id,
                "customer_id": draft.customer_id, "number": number, "fiscal_year": books.fiscal_year,
                "series_number": series_number, "reason": draft.reason, "explanation": draft.explanation,
                "origin_kind": draft.origin_kind, "origin_id": draft.origin_id,
                "origin_number": draft.origin_number, "invoice_numbers": draft.invoice_numbers,
                "credited_on": draft.credited_on, "currency": books.currency, "net_amount": net,
                "tax_amount": tax, "rounding_amount": rounding, "total_amount": total, "seller": books.seller,
                "bill_to": draft.bill_to, "customer_reference": draft.customer_reference,
                "salesperson_id": draft.salesperson_id, "channel": draft.channel,
                "source_event_id": source_event_id, "actor": work.actor.name,
                "correlation_id": work.correlation_id, "recorded_at": work.now,
            }
        ],
    )
    _insert_lines(work, books.company.id, memo_id, draft.lines)
    _insert_taxes(work, books.company.id, memo_id, taxes)
    opened = open_items(
        work, books.company.id,
        [NewOpenItem("receivable", "credit_memo", draft.customer_id, books.branch.id, memo_id, number,
                     books.currency, -total, draft.credited_on, draft.credited_on)],
    )
    unapplied = -total
    if opened and planned:
        applications = [Application(a.to_item_id, a.amount, opened[0].id) for a in planned]
        after = apply_items(
            work, {**invoice_items, opened[0].id: opened[0]}, applications, applied_on=draft.credited_on,
            source_event_id=source_event_id, reason=draft.reason,
        )
        unapplied = after[opened[0].id].balance_amount
    work.publish(
        CreditMemoPosted(
            company_id=books.company.id, occurred_on=draft.credited_on, credit_memo_id=memo_id, number=number,
            customer_id=draft.customer_id, branch_id=books.branch.id, total_amount=total,
            currency=books.currency,
        )
    )
    return IssuedMemo(memo_id, number, total, -unapplied)


def _applications(
    memo: OpenItemState, items: Mapping[UUID, OpenItemState], lines: Sequence[CreditLine], rounding: Decimal
) -> list[Application]:
    """Settle each invoice up to what is given back of it, and all of them up to the memo's total.

    What the total was rounded by belongs to the last invoice, whose own total was rounded so too.
    """
    given_back: dict[UUID, Decimal] = {}
    for line in lines:
        if line.invoice_id is not None:
            given_back[line.invoice_id] = given_back.get(line.invoice_id, ZERO) + line.total_amount
    if rounding and given_back:
        given_back[list(given_back)[-1]] += rounding
    left = -memo.balance_amount
    applications: list[Application] = []
    for invoice_id, amount in given_back.items():
        owed = [
            item for item in items.values()
            if item.document_id == invoice_id and item.balance_amount > 0 and item.posted_on <= memo.posted_on
        ]
        chosen = apply_oldest_first(memo, owed, min(amount, left))
        left -= sum((application.amount for application in chosen), ZERO)
        applications += chosen
    return applications


def _credit_lines(books: Books, draft: MemoDraft, taxes: Sequence[LineTaxPart]) -> list[RoleLine]:
    lines = [
        RoleLine(
            line.account_role, line.amount, books.branch.id, family_id=line.family_id,
            warehouse_id=line.warehouse_id, customer_id=draft.customer_id, channel=draft.channel,
            salesperson_id=draft.salesperson_id,
        )
        for line in draft.lines
    ]
    lines += [
        RoleLine(
            "tax_payable", part.tax_amount, books.branch.id, customer_id=draft.customer_id,
            subledger_kind="tax_component", subledger_id=part.component_id,
        )
        for part in taxes
    ]
    return lines


def _insert_lines(work: UnitOfWork, company_id: UUID, memo_id: UUID, lines: Sequence[CreditLine]) -> None:
    insert_rows(
        work,
        CreditMemoLine,
        [
            {
                "id": new_id(), "company_id": company_id, "credit_memo_id": memo_id, "position": position,
                "kind": line.kind, "invoice_id": line.invoice_id, "invoice_line_id": line.invoice_line_id,
                "return_receipt_line_id": line.return_receipt_line_id, "item_id": line.item_id,
                "family_id": line.family_id, "warehouse_id": line.warehouse_id,
                "account_role": line.account_role, "sku": line.sku, "description": line.description,
                "unit": line.unit, "qty": line.qty, "net_unit_price": line.net_unit_price,
                "amount": line.amount, "tax_code": line.tax_code, "tax_rate_percent": line.tax_rate_percent,
                "tax_amount": line.tax_amount, "tax_parts": stored_parts(line.tax_parts),
            }
            for position, line in enumerate(lines, start=1)
        ],
    )


def _insert_taxes(work: UnitOfWork, company_id: UUID, memo_id: UUID, taxes: Sequence[LineTaxPart]) -> None:
    insert_rows(
        work,
        CreditMemoTax,
        [
            {
                "credit_memo_id": memo_id, "company_id": company_id, "component_id": part.component_id,
                "code": part.code, "name": part.name, "rate": part.rate, "taxable_amount": part.base_amount,
                "tax_amount": part.tax_amount,
            }
            for part in taxes
        ],
    )
