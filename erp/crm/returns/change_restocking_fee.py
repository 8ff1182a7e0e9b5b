"""Change a restocking fee: now that the goods are seen, more or less of their price is kept back."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.crm.returns.models import Rma
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork

_LINE = text("""
    SELECT l.rma_id, r.branch_id, l.qty, l.qty_dispositioned + l.qty_cancelled AS qty_done, l.restocking_fee_percent
      FROM crm.rma_line l JOIN crm.rma r ON r.id = l.rma_id WHERE l.id = :line
""")


def change_restocking_fee(work: UnitOfWork, rma_line_id: UUID, percent: Decimal) -> None:
    """Agree on another share of the line's price, for what is credited from now on; the RMA keeps its own.

    Raises: NotFound; Forbidden; Refused outside 0 to 100 %; Conflict once nothing of the line is left to credit.
    """
    line = work.execute(_LINE, {"line": rma_line_id}).one_or_none()
    if line is None:
        raise NotFound("There is no such line on a return authorization.")
    work.require("crm.rma.authorize", line.branch_id)
    if not 0 <= percent <= 100:
        raise Refused("A restocking fee lies between 0 and 100 %.", field="restocking_fee_percent")
    rma = lock_rows(work, Rma, [line.rma_id])[0]
    line = work.execute(_LINE, {"line": rma_line_id}).one()
    if line.qty_done == line.qty:
        raise Conflict("Everything of this line on %(number)s is decided and credited.", number=rma.number)
    work.execute(
        text("UPDATE crm.rma_line SET restocking_fee_percent = :percent WHERE id = :line"),
        {"percent": percent, "line": rma_line_id},
    )
