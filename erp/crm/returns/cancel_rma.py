"""Cancel a return authorization: what has not come back yet is not expected any more."""

from uuid import UUID

from sqlalchemy import text

from erp.crm.returns.entry import RmaOutcome
from erp.crm.returns.models import Rma
from erp.inventory.api import cancel_expected_return
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork

_LINES = text("SELECT id FROM crm.rma_line WHERE rma_id = :rma AND qty_received + qty_cancelled < qty ORDER BY id")
_CANCEL = text("""
    UPDATE crm.rma_line l SET qty_cancelled = l.qty_cancelled + given.qty
      FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty)
     WHERE l.id = given.id
""")


def cancel_rma(work: UnitOfWork, rma_id: UUID, *, reason: str) -> RmaOutcome:
    """Give up what has not arrived; the goods can be authorized again. What arrived goes its way.

    Raises: NotFound, Refused (no reason), Conflict (cancelled already, or everything has arrived).
    Effects: the warehouse expects nothing more; the RMA is cancelled as a whole if nothing had arrived.
    """
    head = work.execute(text("SELECT branch_id FROM crm.rma WHERE id = :rma"), {"rma": rma_id}).one_or_none()
    if head is None:
        raise NotFound("There is no such return authorization.")
    work.require("crm.rma.authorize", head.branch_id)
    if not reason.strip():
        raise Refused("Say why: the reason is kept with the return.", field="reason")
    waiting = work.session.scalars(_LINES, {"rma": rma_id}).all()
    cancelled = cancel_expected_return(work, waiting) if waiting else {}
    rma = lock_rows(work, Rma, [rma_id])[0]
    if not cancelled:
        raise Conflict("Nothing of %(number)s is still expected.", number=rma.number)
    work.execute(_CANCEL, {"ids": list(cancelled), "quantities": list(cancelled.values())})
    received = work.session.scalar(
        text("SELECT sum(qty_received) FROM crm.rma_line WHERE rma_id = :rma"), {"rma": rma_id}
    )
    decision = "authorized" if received else "cancelled"
    work.execute(
        text("""UPDATE crm.rma SET decision = :decision, cancel_reason = :reason, version = version + 1
                 WHERE id = :rma"""),
        {"decision": decision, "reason": reason.strip(), "rma": rma_id},
    )
    return RmaOutcome(rma_id, rma.number, decision)
