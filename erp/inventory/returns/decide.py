"""Decide on returned goods: what they are like and what becomes of them, written down in one step."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.inventory.returns.dispose import Disposal, dispose_return
from erp.inventory.returns.inspect import Finding, inspect_return
from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork

_FOUND = text("""
    SELECT condition, inspection_notes FROM inventory.return_receipt_line
    WHERE id = :line AND receipt_id = :receipt
""")


def decide_return(
    work: UnitOfWork, receipt_id: UUID, finding: Finding, disposals: Sequence[Disposal], *, occurred_on: date
) -> bool:
    """Inspect one line and dispose of it, whole or split; returns whether the receipt is complete.

    Whoever may decide but not inspect takes the line as somebody else found it.

    Raises: NotFound; and as ``inspect_return`` and ``dispose_return``.
    Effects: as ``dispose_return``.
    """
    known = work.execute(_FOUND, {"line": finding.line_id, "receipt": receipt_id}).one_or_none()
    if known is None:
        raise NotFound("There is no such line on the return receipt.")
    if (known.condition, known.inspection_notes) != (finding.condition, finding.notes.strip()):
        inspect_return(work, receipt_id, [finding])
    return dispose_return(work, receipt_id, disposals, occurred_on=occurred_on)
