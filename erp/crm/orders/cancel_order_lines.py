"""Cancel what is still open of some lines of an order, whole or in parts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.crm.orders.entry import OrderOutcome
from erp.crm.orders.lock_order import lock_lines, lock_order, order_owner
from erp.crm.orders.models import SalesOrderLine
from erp.crm.orders.store_open_amount import store_open_amount
from erp.inventory.api import cancel_demand
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import update_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import minor_units

_LINES = text("SELECT id, position, is_stocked, qty - qty_shipped - qty_cancelled AS open_qty "
              "FROM crm.sales_order_line WHERE order_id = :order")  # fmt: skip


def cancel_order_lines(
    work: UnitOfWork, order_id: UUID, quantities: Mapping[UUID, Decimal | None], *, reason: str
) -> OrderOutcome:
    """Cancel, by order line, the given quantity of base units, or all that is open (None); shipped goods stay shipped.

    The order is cancelled as a whole once nothing of it was shipped and nothing is open.

    Units: base units.
    Raises: NotFound, Refused (no reason; more than is open), Conflict (not released; goods being picked).
    Effects: demand given up, freed stock offered to backorders; the open amount shrinks.
    """
    owner = order_owner(work, order_id)
    work.require("crm.sales_order.cancel", owner.branch_id)
    if not reason.strip():
        raise Refused("Say why: the reason is kept with the order.", field="reason")
    wanted = _wanted(work, order_id, quantities)
    stocked = {line_id: qty for line_id, (qty, is_stocked) in wanted.items() if is_stocked}
    order_decision = work.session.scalar(
        text("SELECT decision FROM crm.sales_order WHERE id = :order"), {"order": order_id}
    )
    if order_decision != "released":
        raise Conflict(
            "Order %(number)s is %(order_decision)s. Change or cancel it as a whole instead.",
            number=owner.number, order_decision=order_decision,
        )
    if stocked:
        cancel_demand(work, origin_line_ids=list(stocked), qty=stocked)
    order = lock_order(work, order_id)
    lines = lock_lines(work, order_id)
    cancelled = {line_id: qty for line_id, (qty, _) in wanted.items()}
    return _store(work, order, lines, cancelled, reason)


def _wanted(
    work: UnitOfWork, order_id: UUID, quantities: Mapping[UUID, Decimal | None]
) -> dict[UUID, tuple[Decimal, bool]]:
    """How much of each line is to be cancelled, and whether it is goods."""
    found = {row.id: row for row in work.execute(_LINES, {"order": order_id})}
    wanted: dict[UUID, tuple[Decimal, bool]] = {}
    for line_id, qty in quantities.items():
        line = found.get(line_id)
        if line is None:
            raise NotFound("That line is not on this order.")
        if qty is None:
            qty = line.open_qty
        if qty < 0 or qty > line.open_qty:
            open_qty = f"{line.open_qty.normalize():f}"
            raise Refused(
                "Of line %(position)s, %(open_qty)s are open. Cancel at most that.",
                field="qty", position=line.position, open_qty=open_qty,
            )
        if qty > 0:
            wanted[line_id] = (qty, line.is_stocked)
    if not wanted:
        raise Refused("Nothing of these lines is open any more.")
    return wanted


def _store(
    work: UnitOfWork,
    order: Row[Any],
    lines: list[Row[Any]],
    cancelled: Mapping[UUID, Decimal],
    reason: str,
) -> OrderOutcome:
    if order.decision != "released":
        raise Conflict("Order %(number)s was changed in this moment. Reload it.", number=order.number)
    after: dict[UUID, Decimal] = {}
    for line in lines:
        after[line.id] = line.qty_cancelled + cancelled.get(line.id, Decimal(0))
        if line.qty_shipped + after[line.id] > line.qty:
            raise Conflict(
                "Line %(position)s was shipped or cancelled meanwhile. Reload the order.",
                position=line.position,
            )
    update_rows(
        work, SalesOrderLine, ("id",), [{"id": line_id, "qty_cancelled": after[line_id]} for line_id in cancelled]
    )
    is_over = all(line.qty_shipped == 0 and after[line.id] == line.qty for line in lines)
    decision = "cancelled" if is_over else "released"
    store_open_amount(
        work,
        order,
        minor_units(work.session, order.currency),
        decision=decision,
        cancel_reason=reason.strip() if is_over else "",
    )
    return OrderOutcome(order.id, order.number, decision, order.version + 1)
