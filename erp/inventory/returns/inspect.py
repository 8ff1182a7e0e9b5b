"""Inspect a return: somebody looked at the goods and wrote down what they are like."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from erp.inventory.returns.models import CONDITIONS, ReturnReceipt, ReturnReceiptLine
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Finding:
    """The condition of one line of a return receipt, with notes."""

    line_id: UUID
    condition: str  # as_new, opened, damaged, defective, incomplete, wrong_item
    notes: str = ""


def inspect_return(work: UnitOfWork, receipt_id: UUID, findings: Sequence[Finding]) -> None:
    """Write down the condition of returned goods; it may be corrected until the line is dispositioned.

    Raises: NotFound; Forbidden; Refused for a condition there is no word for; Conflict once nothing of the line is
    left.
    """
    receipts = lock_rows(work, ReturnReceipt, [receipt_id], ["branch_id"])
    if not receipts:
        raise NotFound("There is no such return receipt.")
    work.require("inventory.return.inspect", receipts[0].branch_id)
    lines = {row.id: row for row in work.execute(_LINES, {"receipt": receipt_id})}
    for finding in findings:
        line = lines.get(finding.line_id)
        if line is None:
            raise NotFound("There is no such line on the return receipt.")
        if finding.condition not in CONDITIONS:
            raise Refused(
                "The condition is one of: %(conditions)s.",
                field="condition", conditions=', '.join(CONDITIONS),
            )
        if line.qty_dispositioned == line.qty:
            raise Conflict("It is already decided what becomes of line %(position)s.", position=line.position)
    update_rows(
        work,
        ReturnReceiptLine,
        ("id",),
        [
            {
                "id": finding.line_id, "condition": finding.condition, "inspection_notes": finding.notes.strip(),
                "inspected_at": work.now, "inspected_by": work.actor.name,
            }
            for finding in findings
        ],
    )


_LINES = text("""
    SELECT id, position, qty, qty_dispositioned FROM inventory.return_receipt_line WHERE receipt_id = :receipt""")
