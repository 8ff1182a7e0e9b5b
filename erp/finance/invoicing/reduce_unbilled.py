"""Goods came back, or a shipment was taken back, before they were invoiced: their revenue is taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from erp.crm.api import Exposure
from erp.finance.invoicing.models import UnbilledEntry, UnbilledLine
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.kernel.errors import Conflict
from erp.kernel.identifiers import new_id
from erp.kernel.money import round_amount
from erp.kernel.rows import insert_rows, lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Reduction:
    """Why unbilled lines come down: what for, on which day, and the document that says so."""

    kind: str  # returned, voided
    occurred_on: date
    source_kind: str
    source_id: UUID
    memo: str


def reduce_unbilled(
    work: UnitOfWork,
    company_id: UUID,
    quantities: Mapping[UUID, Decimal],
    reduction: Reduction,
    minor_units: int = 2,
) -> list["Reduced"]:
    """Take quantities off unbilled lines: Dr revenue, Cr unbilled receivable; returns what each line lost.

    Rounding: the amount for what is left is the line's share, half up; the parts of a line add up to it exactly.
    Raises: Conflict where the line has been invoiced meanwhile or has less open.
    Effects: credit exposure of the kind unbilled falls, tax included.
    """
    changes = [
        _change(row, quantities[row.id], minor_units) for row in lock_rows(work, UnbilledLine, set(quantities))
    ]
    lines: list[RoleLine] = []
    exposures = []
    for change in changes:
        row = change.row
        dimensions: dict[str, Any] = {
            "customer_id": row.customer_id, "channel": row.channel, "salesperson_id": row.salesperson_id,
        }
        lines += [
            RoleLine(
                row.revenue_role, change.amount, row.branch_id, family_id=row.family_id,
                warehouse_id=row.warehouse_id, **dimensions,
            ),
            RoleLine(
                "unbilled_receivable", -change.amount, row.branch_id, subledger_kind="unbilled",
                subledger_id=row.origin_id, **dimensions,
            ),
        ]
        exposures.append(
            Exposure(
                company_id, row.customer_id, -(change.amount + change.tax_amount), "unbilled",
                reduction.source_id,
            )
        )
    entry = RoleEntry(
        reduction.occurred_on, f"unbilled {reduction.kind}", reduction.memo, "receivables",
        reduction.source_kind, reduction.source_id, lines,
    )
    post_by_role(work, company_id, [entry])
    tell_exposure(work, company_id, [entry], exposures)
    update_rows(work, UnbilledLine, ("id",), [change.row_after() for change in changes])
    insert_rows(
        work,
        UnbilledEntry,
        [
            {
                "id": new_id(), "company_id": company_id, "unbilled_line_id": change.row.id,
                "kind": reduction.kind, "qty": -change.qty, "amount": -change.amount,
                "tax_amount": -change.tax_amount, "occurred_on": reduction.occurred_on,
                "source_kind": reduction.source_kind, "source_id": reduction.source_id,
            }
            for change in changes
        ],
    )
    return changes


@dataclass(frozen=True)
class Reduced:
    """What an unbilled line lost, net of tax and in tax; ``row`` is the line as it stood before."""

    row: Row[Any]
    qty: Decimal
    amount: Decimal
    tax_amount: Decimal

    @property
    def unbilled_line_id(self) -> UUID:
        line_id: UUID = self.row.id
        return line_id

    def row_after(self) -> dict[str, object]:
        open_qty = self.row.open_qty - self.qty
        return {
            "id": self.row.id,
            "open_qty": open_qty,
            "open_amount": self.row.open_amount - self.amount,
            "open_tax_amount": self.row.open_tax_amount - self.tax_amount,
            "is_open": open_qty > 0,
        }


def _change(row: Row[Any], qty: Decimal, minor_units: int) -> Reduced:
    if not row.is_open or qty > row.open_qty:
        raise Conflict(
            "%(sku)s of %(order_number)s has been invoiced meanwhile. Try again: it is then credited instead.",
            sku=row.description or row.sku, order_number=row.shipment_number or row.order_number,
        )
    share = (row.open_qty - qty) / row.qty
    left, left_tax = round_amount(row.amount * share, minor_units), round_amount(row.tax_amount * share, minor_units)
    return Reduced(row, qty, row.open_amount - left, row.open_tax_amount - left_tax)
