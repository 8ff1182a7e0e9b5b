"""Lock a count that is still open."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.kernel.errors import Conflict, NotFound
from erp.kernel.unit_of_work import UnitOfWork


def lock_open_count(work: UnitOfWork, count_id: UUID) -> Row[Any]:
    """The header under lock. Raises: NotFound; Conflict for a count that is posted or cancelled."""
    header = work.execute(
        text("SELECT * FROM inventory.stock_count WHERE id = :id FOR NO KEY UPDATE"), {"id": count_id}
    ).one_or_none()
    if header is None:
        raise NotFound("There is no such stock count.")
    if header.status != "open":
        raise Conflict(
            "Count %(number)s is %(status)s. Open a new one to count again.",
            number=header.number, status=header.status,
        )
    return header
