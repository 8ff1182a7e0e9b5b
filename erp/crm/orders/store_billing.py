"""Store what has become billable: final billing lines, and where the order and its lines now stand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from erp.crm.orders.billing_shares import Progress, Share
from erp.crm.orders.models import BillingLine, SalesOrderLine
from erp.crm.orders.store_open_amount import store_open_amount
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


def store_billing(
    work: UnitOfWork,
    order: Row[Any],
    lines: Sequence[Row[Any]],
    shares: Sequence[Share],
    progress: Mapping[UUID, Progress],
    *,
    document_id: UUID,
    occurred_on: date,
    minor_units: int,
) -> None:
    """Append one billing line a share, in the order of the order's lines, and bring lines and header up to date."""
    by_id = {line.id: line for line in lines}
    ordered = sorted(shares, key=lambda share: by_id[share.order_line_id].position)
    insert_rows(
        work,
        BillingLine,
        [
            {
                "id": new_id(),
                "company_id": order.company_id,
                "document_id": document_id,
                "order_id": order.id,
                "order_line_id": share.order_line_id,
                "shipment_line_id": share.shipment_line_id,
                "position": number,
                "kind": by_id[share.order_line_id].kind,
                "charge_kind": by_id[share.order_line_id].charge_kind,
                "item_id": by_id[share.order_line_id].item_id,
                "description": by_id[share.order_line_id].description,
                "qty": share.qty,
                "unit": by_id[share.order_line_id].base_unit,
                "net_unit_price": share.net_unit_price,
                "amount": share.amount,
                "currency": order.currency,
                "tax_class": by_id[share.order_line_id].tax_class,
                "occurred_on": occurred_on,
            }
            for number, share in enumerate(ordered, start=1)
        ],
    )
    moved = sorted({share.order_line_id for share in shares})
    update_rows(
        work,
        SalesOrderLine,
        ("id",),
        [
            {
                "id": line_id,
                "qty_shipped": progress[line_id].qty_shipped,
                "amount_billed": progress[line_id].amount_billed,
            }
            for line_id in moved
        ],
    )
    store_open_amount(work, order, minor_units)
