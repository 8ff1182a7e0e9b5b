"""Reading stock adjustments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class AdjustmentPage:
    """A posted adjustment with its lines."""

    header: Row[Any]
    lines: Sequence[Row[Any]]


_HEADER = text(
    "SELECT a.*, r.name AS reason_name, w.code AS warehouse_code, w.name AS warehouse_name "
    "FROM inventory.stock_adjustment a JOIN inventory.adjustment_reason r ON r.code = a.reason "
    "JOIN inventory.warehouse w ON w.id = a.warehouse_id WHERE a.id = :id"
)
_LINES = text(
    "SELECT y.position, y.item_id, i.sku, i.description, i.base_unit, b.code AS bin_code, l.code AS lot_code, "
    "  y.status, y.qty, y.unit_cost, y.amount "
    "FROM inventory.stock_adjustment_line y JOIN inventory.item i ON i.id = y.item_id "
    "LEFT JOIN inventory.bin b ON b.id = y.bin_id LEFT JOIN inventory.lot l ON l.id = y.lot_id "
    "WHERE y.adjustment_id = :id ORDER BY y.position"
)


def adjustment_page(session: Session, adjustment_id: UUID) -> AdjustmentPage:
    """One adjustment. Raises: NotFound."""
    header = session.execute(_HEADER, {"id": adjustment_id}).one_or_none()
    if header is None:
        raise NotFound("There is no such stock adjustment.")
    return AdjustmentPage(header, session.execute(_LINES, {"id": adjustment_id}).all())


OWN_USE = ("count", "transfer_loss", "standard_cost_change")  # reasons for which the product itself adjusts


def reasons(session: Session) -> list[tuple[str, str]]:
    """The reasons a person may choose: code and name."""
    rows = session.execute(
        text(
            "SELECT code, name FROM inventory.adjustment_reason WHERE active "
            "AND code <> ALL (CAST(:own_use AS text[])) ORDER BY name"
        ),
        {"own_use": list(OWN_USE)},
    )
    return [(row.code, row.name) for row in rows]
