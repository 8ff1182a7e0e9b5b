"""A draft purchase order is written anew: other lines, another date."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete

from erp.inventory.purchasing.cost_lines import OrderedLine, cost_lines
from erp.inventory.purchasing.create_purchase_order import read_terms
from erp.inventory.purchasing.lock_purchase_order import lock_purchase_order
from erp.inventory.purchasing.models import PurchaseOrderLine
from erp.kernel.audit import changed_by
from erp.kernel.errors import Conflict, Outdated
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def change_purchase_order(
    work: UnitOfWork,
    purchase_order_id: UUID,
    *,
    version: int,
    lines: Sequence[OrderedLine],
    expected_on: date | None,
    supplier_reference: str = "",
    note: str = "",
) -> None:
    """Replace the lines and the expectations of a draft.

    Raises: NotFound; Conflict where it is no draft any more or somebody changed it; Refused for a line.
    """
    order, _ = lock_purchase_order(work, purchase_order_id)
    work.require("inventory.purchase_order.create", order.branch_id)
    if order.version != version:
        raise Outdated(
            "Somebody else changed this purchase order meanwhile. Nothing was saved: look at it as it is now, then "
            "save again.",
            who=changed_by(work.session, "inventory.purchase_order", purchase_order_id),
        )
    if order.status != "draft":
        raise Conflict(
            "%(number)s is %(status)s; only a draft can be changed. Close it and write a new one.",
            number=order.number, status=order.status,
        )
    _, terms = read_terms(work, order.supplier_id, order.company_id)
    rows = cost_lines(work, terms, lines)
    work.session.execute(delete(PurchaseOrderLine).where(PurchaseOrderLine.purchase_order_id == purchase_order_id))
    insert_rows(work, PurchaseOrderLine, [row | {"purchase_order_id": purchase_order_id} for row in rows])
    order.expected_on = expected_on
    order.supplier_reference = supplier_reference.strip()
    order.note = note.strip()
    order.total_amount = sum((row["amount"] for row in rows), Decimal(0))
    order.version += 1
    work.session.flush()
