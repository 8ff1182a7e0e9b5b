"""Cancel an expected return: the goods will not come back after all."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.returns.shipped_lines import change_authorized, lock_shipped_lines
from erp.kernel.unit_of_work import UnitOfWork


def cancel_expected_return(work: UnitOfWork, origin_line_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """What has not arrived of these lines is not expected any more. Returns what was cancelled, by origin line.

    Units: base units.
    """
    originals = work.execute(_ORIGINALS, {"lines": list(origin_line_ids)}).scalars().all()
    lock_shipped_lines(work, set(originals))
    rows = work.execute(_CANCEL, {"lines": list(origin_line_ids)}).all()
    freed: dict[UUID, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.original_shipment_line_id is not None:
            freed[row.original_shipment_line_id] -= row.qty
    change_authorized(work, freed)
    return {row.origin_line_id: row.qty for row in rows}


_ORIGINALS = text("""
    SELECT original_shipment_line_id FROM inventory.return_expectation
    WHERE origin_line_id = ANY(CAST(:lines AS uuid[])) AND original_shipment_line_id IS NOT NULL""")

_CANCEL = text("""
    WITH open AS (
        SELECT id, qty - qty_received - qty_cancelled AS qty FROM inventory.return_expectation
        WHERE origin_line_id = ANY(CAST(:lines AS uuid[])) AND qty_received + qty_cancelled < qty
        ORDER BY id FOR NO KEY UPDATE)
    UPDATE inventory.return_expectation e SET qty_cancelled = e.qty_cancelled + open.qty
    FROM open WHERE e.id = open.id
    RETURNING e.origin_line_id, e.original_shipment_line_id, open.qty""")
