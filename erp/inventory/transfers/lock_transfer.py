"""Lock a transfer order and its lines for a step."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork


def lock_transfer(work: UnitOfWork, transfer_order_id: UUID) -> tuple[Row[Any], list[Row[Any]]]:
    """The header under lock, and its lines in their order. Raises: NotFound."""
    header = work.execute(
        text("SELECT * FROM inventory.transfer_order WHERE id = :id FOR NO KEY UPDATE"), {"id": transfer_order_id}
    ).one_or_none()
    if header is None:
        raise NotFound("There is no such transfer order.")
    lines = work.execute(
        text("SELECT * FROM inventory.transfer_line WHERE transfer_order_id = :id ORDER BY position"),
        {"id": transfer_order_id},
    )
    return header, list(lines)
