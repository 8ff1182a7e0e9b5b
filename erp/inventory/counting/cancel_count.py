"""Give a count up."""

from uuid import UUID

from sqlalchemy import text

from erp.inventory.counting.lock_count import lock_open_count
from erp.kernel.unit_of_work import UnitOfWork


def cancel_count(work: UnitOfWork, count_id: UUID) -> None:
    """The sheet is void and changes nothing. Raises: NotFound; Conflict for a count that is not open."""
    count = lock_open_count(work, count_id)
    work.require("inventory.count.enter", count.branch_id)
    work.execute(text("UPDATE inventory.stock_count SET status = 'cancelled' WHERE id = :id"), {"id": count.id})
