"""Decide on a held supplier bill: it is not owed."""

from uuid import UUID

from erp.finance.payables.models import SupplierBill
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


def reject_supplier_bill(work: UnitOfWork, bill_id: UUID, *, reason: str) -> None:
    """Put a held bill aside; nothing was posted for it, and the supplier's number may be entered again.

    Raises: NotFound; Conflict where it is decided already; Refused without a reason.
    """
    rows = lock_rows(work, SupplierBill, [bill_id])
    if not rows:
        raise NotFound("There is no such supplier bill.")
    row = rows[0]
    work.require("finance.supplier_bill.approve", row.branch_id)
    if row.status != "held":
        raise Conflict("Supplier bill %(number)s is %(status)s already.", number=row.number, status=row.status)
    if not reason.strip():
        raise Refused("Say why the bill is not owed, for whoever answers the supplier.", field="reason")
    update_rows(
        work, SupplierBill, ("id",),
        [{"id": bill_id, "status": "rejected", "decided_by": work.actor.name, "decision_reason": reason.strip()}],
    )
