"""What a credit would give back of an invoice beyond what was charged, where something was credited by hand before."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from erp.finance.credit_memos.invoiced import InvoiceHead, credited_so_far, invoice_heads, invoice_taxes
from erp.finance.credit_memos.lines import CreditLine
from erp.kernel.money import ZERO


def less_credited_before(
    session: Session, lines: Sequence[CreditLine], invoice_ids: Collection[UUID]
) -> list[CreditLine]:
    """A line for each invoice that lowers the memo to what the invoice still has to give back, net and each tax.

    A customer who was allowed something for the goods, and then returns them, gets the rest. Ask it under the locks of
    the invoices' open items. Two executions an invoice that a memo gives back, one in nearly all cases.
    """
    found = [
        _excess(session, head, [line for line in lines if line.invoice_id == head.id])
        for head in invoice_heads(session, invoice_ids)
    ]
    return [line for line in found if line is not None]


def _excess(session: Session, head: InvoiceHead, lines: Sequence[CreditLine]) -> CreditLine | None:
    credited = credited_so_far(session, head.id)
    net = max(credited.net_amount + sum((line.amount for line in lines), ZERO) - head.net_amount, ZERO)
    given: dict[UUID, Decimal] = {}
    for line in lines:
        for part in line.tax_parts:
            given[part.component_id] = given.get(part.component_id, ZERO) + part.tax_amount
    parts = []
    for part in invoice_taxes(session, head.id):
        before = credited.tax_by_component.get(part.component_id, ZERO)
        too_much = before + given.get(part.component_id, ZERO) - part.tax_amount
        if too_much > 0:
            parts.append(replace(part, base_amount=-net, tax_amount=-too_much))
    if not net and not parts:
        return None
    return CreditLine(
        kind="adjustment",
        account_role="returns_allowance",
        description=f"Less what was credited before on {head.number}",
        unit="",
        qty=Decimal(1),
        net_unit_price=-net,
        amount=-net,
        tax_code=parts[0].code if parts else "",
        tax_parts=tuple(parts),
        invoice_id=head.id,
    )
