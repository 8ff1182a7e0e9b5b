"""Post a count: stock becomes what was counted, and what has moved since stays moved."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.adjustments.post_adjustment import AdjustmentLine, post_adjustment
from erp.inventory.counting.enter_counts import CountedQuantity, enter_counts
from erp.inventory.counting.lock_count import lock_open_count
from erp.inventory.locations.queries import warehouse
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization

ZERO = Decimal(0)


def post_count(work: UnitOfWork, count_id: UUID, *, occurred_on: date) -> UUID | None:
    """The variances of a count become one stock adjustment; answers its id, or None where everything was right.

    A variance is counted less booked at the moment of counting. Lines left blank are not touched or, where the
    company so chose, were found empty.

    Raises: NotFound; Conflict for a count that is not open; Refused where nothing was counted, or more is missing
        than is left by now.
    Effects: publishes StockAdjusted with the reason ``count``.
    """
    count = lock_open_count(work, count_id)
    work.require("inventory.count.post", count.branch_id)
    if organization.setting(work.session, count.company_id, "count_blank_lines") == "empty":
        _count_blank_lines(work, count_id)
    lines = work.execute(
        text(
            "SELECT item_id, bin_id, lot_id, status, qty_counted - qty_book AS variance "
            "FROM inventory.stock_count_line WHERE count_id = :id AND qty_counted IS NOT NULL ORDER BY position"
        ),
        {"id": count_id},
    ).all()
    if not lines:
        raise Refused("Nothing was counted yet. Enter quantities, or cancel the count.")
    variances = [
        AdjustmentLine(row.item_id, row.bin_id, row.variance, lot_id=row.lot_id, status=row.status)
        for row in lines
        if row.variance
    ]
    adjustment_id = None
    if variances:
        adjustment_id = post_adjustment(
            work,
            warehouse(work.session, count.warehouse_id),
            reason="count",
            lines=variances,
            occurred_on=occurred_on,
            note=f"Stock count {count.number}",
            origin_kind="stock_count",
            origin_id=count.id,
            movement_kind="count",
        ).id
    work.execute(
        text(
            "UPDATE inventory.stock_count SET status = 'posted', posted_on = :day, posted_by = :who, "
            "adjustment_id = :adjustment WHERE id = :id"
        ),
        {"id": count_id, "day": occurred_on, "who": work.actor.name, "adjustment": adjustment_id},
    )
    return adjustment_id


def _count_blank_lines(work: UnitOfWork, count_id: UUID) -> None:
    """What nobody wrote a quantity beside is taken as gone."""
    blank = work.execute(
        text(
            "SELECT bin_id, item_id, lot_id, status FROM inventory.stock_count_line "
            "WHERE count_id = :id AND qty_counted IS NULL ORDER BY position"
        ),
        {"id": count_id},
    ).all()
    if blank:
        enter_counts(
            work, count_id, [CountedQuantity(y.bin_id, y.item_id, ZERO, y.lot_id, y.status) for y in blank]
        )
