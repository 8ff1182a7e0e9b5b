"""Settle a delivery by hand: somebody answers for it that nothing more is to be done."""

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork


def settle_delivery(work: UnitOfWork, delivery_id: UUID, *, reason: str) -> None:
    """The listener will not be told; who decided it and why stand on the delivery.

    Raises: Refused without a reason; Conflict for a delivery that is not waiting or dead.
    """
    work.require("overview.delivery.settle")
    if not reason.strip():
        raise Refused("Say why nothing more is to be done.", field="reason")
    row = work.execute(
        text("""UPDATE kernel.delivery SET status = 'settled', settled_by = :actor, settle_reason = :reason,
                       done_at = clock_timestamp()
                WHERE id = :id AND status IN ('pending', 'dead') RETURNING id"""),
        {"id": delivery_id, "actor": work.actor.name, "reason": reason.strip()},
    ).one_or_none()
    if row is None:
        raise Conflict("This delivery is not waiting: it was done, settled, or is being worked on right now.")
