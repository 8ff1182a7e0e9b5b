"""Goods came back before their invoice: the restocking fee will be on it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from erp.crm.api import Exposure
from erp.finance.invoicing.books import Books
from erp.finance.invoicing.models import UnbilledEntry, UnbilledLine
from erp.finance.invoicing.reduce_unbilled import Reduced
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_amount
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def charge_unbilled_fee(
    work: UnitOfWork,
    books: Books,
    reduced: Sequence[tuple[Reduced, Decimal]],
    return_receipt_id: UUID,
    rma_number: str,
    occurred_on: date,
) -> None:
    """Dr unbilled receivable, Cr restocking income: a percentage of the revenue taken back, free of tax.

    Rounding: once for each returned line, half up.
    Effects: one unbilled line for each fee; credit exposure.
    """
    fees = [
        (one.row, round_amount(one.amount * percent / 100, books.company.minor_units), percent)
        for one, percent in reduced
    ]
    rows = [
        _fee_line(row, amount, percent, return_receipt_id, rma_number, occurred_on)
        for row, amount, percent in fees
        if amount
    ]
    if not rows:
        return
    lines: list[RoleLine] = []
    for fee in rows:
        dimensions: dict[str, Any] = {
            "customer_id": fee["customer_id"], "channel": fee["channel"], "salesperson_id": fee["salesperson_id"],
        }
        lines += [
            RoleLine(
                "unbilled_receivable", fee["amount"], fee["branch_id"], subledger_kind="unbilled",
                subledger_id=return_receipt_id, **dimensions,
            ),
            RoleLine("restocking_income", -fee["amount"], fee["branch_id"], **dimensions),
        ]
    entry = RoleEntry(
        occurred_on, "unbilled fee", f"Restocking fee, return {rma_number}", "receivables", "return_receipt",
        return_receipt_id, lines,
    )
    post_by_role(work, books.company.id, [entry])
    tell_exposure(
        work, books.company.id, [entry],
        [
            Exposure(books.company.id, fee["customer_id"], fee["amount"], "unbilled", return_receipt_id)
            for fee in rows
        ],
    )
    insert_rows(work, UnbilledLine, rows)
    insert_rows(
        work,
        UnbilledEntry,
        [
            {
                "id": new_id(), "company_id": books.company.id, "unbilled_line_id": fee["id"], "kind": "shipped",
                "qty": fee["qty"], "amount": fee["amount"], "tax_amount": ZERO, "occurred_on": occurred_on,
                "source_kind": "return_receipt", "source_id": return_receipt_id,
            }
            for fee in rows
        ],
    )


def _fee_line(
    row: Row[Any], amount: Decimal, percent: Decimal, return_receipt_id: UUID, rma_number: str, on: date
) -> dict[str, Any]:
    """The fee stands where its goods stood: same customer, order, terms and address."""
    return {
        **row._mapping,
        "id": new_id(), "kind": "restocking_fee", "revenue_role": "restocking_income",
        "origin_id": return_receipt_id, "shipment_line_id": None, "item_id": None, "family_id": None,
        "sku": "", "description": f"Restocking fee {percent.normalize():f} %, return {rma_number}", "unit": "",
        "qty": Decimal(1), "net_unit_price": amount, "amount": amount, "tax_code": "", "tax_rate_percent": ZERO,
        "tax_amount": ZERO, "tax_components": [], "tax_point_on": on, "open_qty": Decimal(1),
        "open_amount": amount, "open_tax_amount": ZERO, "is_open": True,
    }
