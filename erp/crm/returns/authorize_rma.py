"""Authorize a return: the customer may send goods back, and the warehouse expects them."""

from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.customers.queries import customer
from erp.crm.events import RmaAuthorized
from erp.crm.returns.entry import RmaEntry, RmaLineEntry, RmaOutcome
from erp.crm.returns.models import Rma, RmaLine
from erp.crm.returns.original_sales import OriginalSale, original_sales
from erp.inventory.api import ItemFacts, ReturnRequest, expect_return, items, warehouse
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_amount
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import CompanyFacts, company


def authorize_rma(work: UnitOfWork, entry: RmaEntry) -> RmaOutcome:
    """Authorize the lines to come back, at what they were billed at; a sale's lines at most as often as they shipped.

    Without an original sale a line needs its price and the permission ``crm.rma.authorize_without_sale``.

    Units: base units; prices per base unit, net.
    Rounding: a part of a billed line cumulatively, so that all parts come to the line's amount.
    Raises: Refused or NotFound naming the line; Forbidden.
    Effects: a return expectation for every line, RmaAuthorized.
    """
    work.require("crm.rma.authorize", entry.branch_id)
    _check(work, entry)
    seller = company(work.session, entry.company_id)
    sender = customer(work.session, entry.customer_id)
    sales = original_sales(
        work.session, {line.original_shipment_line_id for line in entry.lines if line.original_shipment_line_id}
    )
    facts = items(work.session, {line.item_id for line in entry.lines if line.item_id is not None})
    faults = _reasons(work)
    rma_id, number = new_id(), draw_numbers(work, "rma")[0]
    rows = _rows(work, entry, rma_id, seller, sales, facts, faults)
    insert_rows(work, Rma, [_header(work, entry, rma_id, number, seller.currency)])
    insert_rows(work, RmaLine, rows)
    expect_return(
        work,
        [
            ReturnRequest(
                id=new_id(),
                company_id=entry.company_id,
                warehouse_id=entry.warehouse_id,
                item_id=row["item_id"],
                qty=row["qty"],
                origin_kind="rma",
                origin_id=rma_id,
                origin_number=number,
                origin_line_id=row["id"],
                original_shipment_line_id=row["original_shipment_line_id"],
                consignor_name=sender.name,
            )
            for row in rows
        ],
    )
    work.publish(
        RmaAuthorized(
            company_id=entry.company_id,
            occurred_on=entry.authorized_on,
            rma_id=rma_id,
            number=number,
            customer_id=entry.customer_id,
            branch_id=entry.branch_id,
        )
    )
    return RmaOutcome(rma_id, number, "authorized")


def _check(work: UnitOfWork, entry: RmaEntry) -> None:
    if not entry.lines:
        raise Refused("A return needs at least one line.", field="lines-0-qty")
    if not 0 <= entry.restocking_fee_percent <= 100:
        raise Refused("A restocking fee lies between 0 and 100 %.", field="restocking_fee_percent")
    if entry.valid_until is not None and entry.valid_until < entry.authorized_on:
        raise Refused("The return could not come in time. Choose a later last day.", field="valid_until")
    if warehouse(work.session, entry.warehouse_id).company_id != entry.company_id:
        raise Refused("That warehouse belongs to another company.", field="warehouse_id")


def _reasons(work: UnitOfWork) -> dict[str, bool]:
    """The reasons that may be chosen, and whether each is our own fault."""
    found = work.execute(text("SELECT code, is_our_fault FROM crm.return_reason WHERE status = 'active'"))
    return {row.code: row.is_our_fault for row in found}


def _rows(
    work: UnitOfWork,
    entry: RmaEntry,
    rma_id: UUID,
    seller: CompanyFacts,
    sales: dict[UUID, OriginalSale],
    facts: dict[UUID, ItemFacts],
    faults: dict[str, bool],
) -> list[dict[str, Any]]:
    taken: dict[UUID, tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    rows: list[dict[str, Any]] = []
    for n, line in enumerate(entry.lines):
        if line.qty <= 0:
            raise Refused("The quantity must be greater than zero.", field=f"lines-{n}-qty")
        if line.reason not in faults:
            raise Refused("Choose a reason for the return.", field=f"lines-{n}-reason")
        if line.original_shipment_line_id is not None:
            sale = _sale(n, line, entry, sales)
            goods = _of_sale(n, line, sale, taken, seller.minor_units)
        else:
            work.require("crm.rma.authorize_without_sale", entry.branch_id)
            goods = _without_sale(n, line, facts, seller.minor_units)
        rows.append(
            {
                "id": new_id(),
                "company_id": entry.company_id,
                "rma_id": rma_id,
                "position": n + 1,
                **goods,
                "qty": line.qty,
                "reason": line.reason,
                "restocking_fee_percent": ZERO if faults[line.reason] else entry.restocking_fee_percent,
                "note": line.note.strip(),
            }
        )
    return rows


def _sale(n: int, line: RmaLineEntry, entry: RmaEntry, sales: dict[UUID, OriginalSale]) -> OriginalSale:
    sale = sales.get(line.original_shipment_line_id) if line.original_shipment_line_id else None
    if sale is None or sale.company_id != entry.company_id:
        raise NotFound("There is no such sale of this company.", field=f"lines-{n}-qty")
    if sale.customer_id != entry.customer_id:
        raise Refused(
            "Order %(order_number)s was another customer's.",
            field=f"lines-{n}-qty", order_number=sale.order_number,
        )
    return sale


def _of_sale(
    n: int,
    line: RmaLineEntry,
    sale: OriginalSale,
    taken: dict[UUID, tuple[Decimal, Decimal]],
    minor_units: int,
) -> dict[str, object]:
    """Item and price of the sale; the amount is what this and all earlier parts come to, less the earlier ones."""
    qty_taken, amount_taken = taken[sale.shipment_line_id]
    if line.qty > sale.qty_returnable - qty_taken:
        left = f"{(sale.qty_returnable - qty_taken).normalize():f}"
        raise Refused(
            "Of %(description)s, %(left)s can still come back from order %(order_number)s. Lower the quantity.",
            field=f"lines-{n}-qty", description=sale.description, left=left, order_number=sale.order_number,
        )
    so_far = sale.qty_authorized + qty_taken + line.qty
    amount = round_amount(sale.amount * so_far / sale.qty, minor_units) - sale.amount_authorized - amount_taken
    taken[sale.shipment_line_id] = (qty_taken + line.qty, amount_taken + amount)
    return {
        "item_id": sale.item_id,
        "description": sale.description,
        "unit": sale.unit,
        "original_shipment_line_id": sale.shipment_line_id,
        "order_line_id": sale.order_line_id,
        "net_unit_price": sale.net_unit_price,
        "amount": amount,
        "tax_class": sale.tax_class,
    }


def _without_sale(
    n: int, line: RmaLineEntry, facts: dict[UUID, ItemFacts], minor_units: int
) -> dict[str, object]:
    item = facts.get(line.item_id) if line.item_id is not None else None
    if item is None or item.kind != "stocked":
        raise Refused("Name the item that comes back.", field=f"lines-{n}-item")
    if line.unit_price is None or line.unit_price < 0:
        raise Refused("Without its sale a return needs the price to credit.", field=f"lines-{n}-unit_price")
    return {
        "item_id": item.id,
        "description": item.description,
        "unit": item.base_unit,
        "original_shipment_line_id": None,
        "order_line_id": None,
        "net_unit_price": line.unit_price,
        "amount": round_amount(line.unit_price * line.qty, minor_units),
        "tax_class": item.tax_class,
    }


def _header(work: UnitOfWork, entry: RmaEntry, rma_id: UUID, number: str, currency: str) -> dict[str, object]:
    return {
        "id": rma_id,
        "company_id": entry.company_id,
        "number": number,
        "branch_id": entry.branch_id,
        "warehouse_id": entry.warehouse_id,
        "customer_id": entry.customer_id,
        "currency": currency,
        "authorized_on": entry.authorized_on,
        "valid_until": entry.valid_until,
        "restocking_fee_percent": entry.restocking_fee_percent,
        "customer_reference": entry.customer_reference.strip(),
        "note": entry.note.strip(),
        "authorized_by": work.actor.name,
        "authorized_at": work.now,
    }
