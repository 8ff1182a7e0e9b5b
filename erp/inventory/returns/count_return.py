"""Count a return: what the scanner found of an RMA, before everything counted is received together."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select, text

from erp.inventory.returns.check_returned import check_quantity, lock_expected, lot_of_returned
from erp.inventory.returns.models import CONDITIONS, ReturnCount
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


@dataclass(frozen=True)
class CountedGoods:
    """What was found of one expectation (base units) and what it looks like."""

    expectation_id: UUID
    qty: Decimal
    condition: str
    lot_id: UUID | None = None


def count_return(work: UnitOfWork, goods: Sequence[CountedGoods]) -> list[UUID]:
    """Note what came back; nothing is in stock before ``receive_counted_return``. Returns the ids of the counts.

    Units: base units.
    Raises: NotFound; Forbidden; NotExpected for more than may still come back, what is counted already included, or
    another lot than was shipped; Refused for an unknown condition, a quantity the item is not counted in, a missing
    lot.
    """
    expected = lock_expected(work, [line.expectation_id for line in goods])
    if not goods or any(line.expectation_id not in expected for line in goods):
        raise NotFound("This return is not expected here.")
    for branch_id in work.session.scalars(_BRANCHES, {"ids": [row.warehouse_id for row in expected.values()]}):
        work.require("inventory.return.receive", branch_id)
    counted = _waiting(work, list(expected))
    rows = []
    for line in goods:
        row = expected[line.expectation_id]
        if line.condition not in CONDITIONS:
            raise Refused("Say what condition the goods are in.", field="condition")
        counted[row.id] = counted.get(row.id, ZERO) + line.qty
        check_quantity(row, line.qty, counted[row.id])
        rows.append(
            {
                "id": new_id(), "company_id": row.company_id, "expectation_id": row.id, "origin_id": row.origin_id,
                "qty": line.qty, "lot_id": lot_of_returned(row, line.lot_id, line.qty),
                "condition": line.condition, "counted_at": work.now, "counted_by": work.actor.name,
            }
        )
    insert_rows(work, ReturnCount, rows)
    return [row["id"] for row in rows]


_BRANCHES = text("SELECT DISTINCT branch_id FROM inventory.warehouse WHERE id = ANY(CAST(:ids AS uuid[]))")


def _waiting(work: UnitOfWork, expectation_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """What is counted of each expectation and not received yet."""
    rows = work.execute(
        select(ReturnCount.expectation_id, func.sum(ReturnCount.qty).label("qty"))
        .where(ReturnCount.expectation_id.in_(expectation_ids), ReturnCount.return_receipt_id.is_(None))
        .group_by(ReturnCount.expectation_id)
    )
    return {row.expectation_id: row.qty for row in rows}
