"""Goods have arrived: they are ours, and their bill is still to come."""

from dataclasses import replace

from erp.finance.inventory_accounting.models import GrniEntry, GrniItem
from erp.finance.inventory_accounting.value_lines import Place
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.inventory.events import GoodsReceived
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def post_goods_receipt(work: UnitOfWork, event: GoodsReceived) -> None:
    """Dr inventory, Cr goods received not invoiced, at the purchase order's cost.

    Under standard cost inventory takes the standard; the difference is purchase price variance.
    Effects: one GRNI item for each receipt line, open until the supplier's bill covers it.
    """
    place = Place(
        event.branch_id, event.warehouse_id, "goods_receipt", event.goods_receipt_id,
        supplier_id=event.supplier_id,
    )
    lines: list[RoleLine] = []
    for line in event.lines:
        lines += [
            place.line("inventory", line.family_id, line.stock_amount),
            place.line("purchase_price_variance", line.family_id, line.amount - line.stock_amount),
            replace(
                place.line("grni", line.family_id, -line.amount),
                subledger_kind="grni_item",
                subledger_id=line.goods_receipt_line_id,
            ),
        ]
    entry = RoleEntry(
        event.occurred_on, "goods receipt", f"Goods receipt {event.number}", "inventory",
        "goods_receipt", event.goods_receipt_id, lines,
    )
    post_by_role(work, event.company_id, [entry])
    _open_grni_items(work, event)


def _open_grni_items(work: UnitOfWork, event: GoodsReceived) -> None:
    insert_rows(
        work,
        GrniItem,
        [
            {
                "id": line.goods_receipt_line_id, "company_id": event.company_id,
                "branch_id": event.branch_id, "warehouse_id": event.warehouse_id,
                "supplier_id": event.supplier_id, "goods_receipt_id": event.goods_receipt_id,
                "goods_receipt_number": event.number, "purchase_order_id": event.purchase_order_id,
                "purchase_order_line_id": line.purchase_order_line_id, "item_id": line.item_id,
                "family_id": line.family_id, "received_on": event.occurred_on,
                "qty": line.qty, "amount": line.amount, "open_qty": line.qty, "open_amount": line.amount,
            }
            for line in event.lines
        ],
    )
    insert_rows(
        work,
        GrniEntry,
        [
            {
                "id": new_id(), "company_id": event.company_id, "grni_item_id": line.goods_receipt_line_id,
                "kind": "received", "qty": line.qty, "amount": line.amount, "occurred_on": event.occurred_on,
                "source_kind": "goods_receipt", "source_id": event.goods_receipt_id,
            }
            for line in event.lines
        ],
    )
