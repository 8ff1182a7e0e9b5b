"""Discard a count: a scan that was a mistake is taken back before the return is received."""

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Conflict, NotFound
from erp.kernel.unit_of_work import UnitOfWork


def discard_count(work: UnitOfWork, count_id: UUID) -> None:
    """Forget one count of a return.

    Raises: NotFound; Forbidden; Conflict where the goods were received with it meanwhile.
    """
    found = work.execute(_LOCK, {"id": count_id}).one_or_none()
    if found is None:
        raise NotFound("This count was taken back already.")
    work.require("inventory.return.receive", found.branch_id)
    if found.return_receipt_id is not None:
        raise Conflict("These goods are received already. What is wrong with them is put right at their inspection.")
    work.execute(text("DELETE FROM inventory.return_count WHERE id = :id"), {"id": count_id})


_LOCK = text("""
    SELECT c.return_receipt_id, w.branch_id FROM inventory.return_count c
    JOIN inventory.return_expectation e ON e.id = c.expectation_id
    JOIN inventory.warehouse w ON w.id = e.warehouse_id
    WHERE c.id = :id FOR NO KEY UPDATE OF e, c""")
