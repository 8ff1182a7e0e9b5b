"""Correct the stock: goods were found, lost, damaged, or were there from the start."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from erp.inventory.adjustments.check_adjustment import check_adjustment
from erp.inventory.adjustments.post_adjustment import AdjustmentLine, PostedAdjustment, post_adjustment
from erp.inventory.locations.queries import warehouse
from erp.kernel.unit_of_work import UnitOfWork

__all__ = ["AdjustmentLine", "PostedAdjustment", "adjust_stock"]


def adjust_stock(
    work: UnitOfWork,
    *,
    warehouse_id: UUID,
    reason: str,
    lines: Sequence[AdjustmentLine],
    occurred_on: date,
    note: str = "",
    origin_kind: str | None = None,
    origin_id: UUID | None = None,
) -> PostedAdjustment:
    """Stock is what was found, not what was believed; the difference in value goes to the reason's account.

    What is found comes in at the unit cost given, else at the pool's cost; what is missing leaves at the pool's.
    Where less remains than was promised to orders or held by pick tasks, the latest promises are freed first.

    Units: ``qty`` base units, signed; ``unit_cost`` company currency for one base unit.
    Rounding: quantity at unit cost, half up to the minor unit, once a line.
    Raises: NotFound; Refused for an unknown reason, an inexact quantity, a missing lot, or more lost than is there.
    Effects: publishes StockAdjusted: the books post inventory against the account of the reason.
    """
    place = warehouse(work.session, warehouse_id)
    work.require("inventory.adjustment.post", place.branch_id)
    check_adjustment(work, place, reason, lines)
    return post_adjustment(
        work,
        place,
        reason=reason,
        lines=lines,
        occurred_on=occurred_on,
        note=note,
        origin_kind=origin_kind,
        origin_id=origin_id,
    )
