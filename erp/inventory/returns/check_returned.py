"""Check returned goods against what was authorized: the same whether they are counted first or received at once."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.plain_quantity import plain
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork

Expected = Row[Any]


class NotExpected(Refused):
    """More arrived than was authorized, or something else."""


_LOCK = text("""
    SELECT e.id, e.company_id, e.warehouse_id, e.origin_kind, e.origin_id, e.origin_number, e.origin_line_id,
           e.consignor_name, e.item_id, e.original_shipment_line_id,
           e.qty - e.qty_received - e.qty_cancelled AS qty_open, i.sku, i.tracking, i.qty_quantum,
           l.lot_id AS shipped_lot_id
    FROM inventory.return_expectation e
    JOIN inventory.item i ON i.id = e.item_id
    LEFT JOIN inventory.shipment_line l ON l.id = e.original_shipment_line_id
    WHERE e.id = ANY(CAST(:ids AS uuid[])) ORDER BY e.id FOR NO KEY UPDATE OF e""")


def lock_expected(work: UnitOfWork, expectation_ids: Sequence[UUID]) -> Mapping[UUID, Expected]:
    """The expectations, locked in the order of their ids; what is not expected is missing."""
    return {row.id: row for row in work.execute(_LOCK, {"ids": list(expectation_ids)})}


def check_quantity(row: Expected, qty: Decimal, in_all: Decimal) -> None:
    """Refuse what the item is not counted in, and more than may still come back."""
    if qty <= 0 or qty % row.qty_quantum:
        raise Refused(
            "%(qty)s of %(sku)s cannot be: it is counted in %(qty_quantum)s.",
            field="qty", qty=plain(qty), sku=row.sku, qty_quantum=plain(row.qty_quantum),
        )
    if in_all > row.qty_open:
        raise NotExpected(
            "%(qty_open)s of %(sku)s may still come back on %(origin_number)s; %(in_all)s were counted. Receive what "
            "is authorized and ask for an RMA for the rest.",
            field="qty", qty_open=plain(row.qty_open), sku=row.sku, origin_number=row.origin_number,
            in_all=plain(in_all),
        )


def lot_of_returned(row: Expected, lot_id: UUID | None, qty: Decimal) -> UUID | None:
    """The lot that came back: the given one, or the one that was shipped. Refuses a stranger."""
    came: UUID | None = lot_id or row.shipped_lot_id
    if row.tracking == "none":
        return None
    if came is None:
        raise Refused(
            "%(sku)s is kept by %(tracking)s: say which one came back.",
            field="lot", sku=row.sku, tracking=row.tracking,
        )
    if row.shipped_lot_id is not None and came != row.shipped_lot_id:
        raise NotExpected(
            "That %(tracking)s of %(sku)s did not leave with the shipment of %(origin_number)s. Ask for an RMA for it.",
            field="lot", tracking=row.tracking, sku=row.sku, origin_number=row.origin_number,
        )
    if row.tracking == "serial" and qty != 1:
        raise Refused("Each serial number of %(sku)s is one piece.", field="qty", sku=row.sku)
    return came
