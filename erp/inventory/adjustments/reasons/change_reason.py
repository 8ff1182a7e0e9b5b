"""Change a reason: what it is called, and whether it may be chosen."""

from erp.inventory.adjustments.models import AdjustmentReason
from erp.inventory.adjustments.queries import OWN_USE
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork


def change_reason(work: UnitOfWork, code: str, *, name: str, active: bool) -> None:
    """Rename a reason, retire it or bring it back. What was adjusted for it keeps it.

    Raises: NotFound; Refused without a name, or for a reason that the product itself adjusts for.
    """
    work.require("inventory.adjustment_reason.define")
    reason = work.session.get(AdjustmentReason, code, with_for_update={"key_share": True})
    if reason is None:
        raise NotFound("There is no such reason.")
    if not name.strip():
        raise Refused("A reason needs a name.", field="name")
    if not active and code in OWN_USE:
        raise Refused("Counts, transfers and costs are adjusted for this reason: it cannot be retired.")
    reason.name, reason.active = name.strip(), active
    work.session.flush()
