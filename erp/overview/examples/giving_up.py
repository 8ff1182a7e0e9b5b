"""Steps that give up a promise, an order or a shipment, and what orders come to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import cancel_order_lines
from erp.inventory.api import void_shipment
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import Shop

GIVING_UP = ("unreserve", "close_order", "cancel_shipment")
_OPEN_LINES = text("SELECT id, qty - qty_shipped - qty_cancelled AS qty FROM crm.sales_order_line "
                   "WHERE order_id = :order AND qty > qty_shipped + qty_cancelled")  # fmt: skip
_ORDERED = text("SELECT sum(qty) AS qty, sum(qty_shipped) AS shipped, sum(qty_cancelled) AS cancelled "
                "FROM crm.sales_order_line WHERE order_id = ANY(CAST(:orders AS uuid[]))")  # fmt: skip


def check_giving_up(case: Case) -> None:
    """A promise that was given up is not asked for again by itself: whoever wants it orders anew."""
    given_up = [n for n, step in enumerate(case.steps) if step.do == "unreserve"]
    if given_up and any(step.do in ("retry", "ship") for step in case.steps[given_up[0]:]):
        raise NotCovered("a promise that is given up while its order stands")


def give_up(shop: Shop, step: Step) -> None:
    """What is open of the order is cancelled, in part where a quantity is named; a shipment that left is voided."""
    named = str(step.given.get("of", step.given.get("shipment", "")))
    sent = shop.made.get(f"shipment {named}")
    if step.do == "cancel_shipment" and sent is not None:
        shop.run(lambda work: void_shipment(work, sent, reason="Worked example", occurred_on=shop.today))
        return
    name = step.given.get("demand", step.given.get("order", named))
    if f"demand {name}" not in shop.made:
        raise NotCovered(f"{step.do} of {name}")
    order_id = shop.made[f"demand {name}"]
    if order_id is not None:
        shop.run(lambda work: _cancel(work, order_id, step))


def _cancel(work: UnitOfWork, order_id: UUID, step: Step) -> None:
    rows = work.execute(_OPEN_LINES, {"order": order_id}).all()
    quantities: dict[UUID, Decimal | None] = {row.id: row.qty for row in rows}
    if "qty" in step.given and len(rows) == 1:
        quantities = {rows[0].id: step.number("qty")}
    if quantities:
        cancel_order_lines(work, order_id, quantities, reason="Worked example")


def order_figures(shop: Shop) -> Mapping[str, Any]:
    """What was ordered and shipped in all, what closes an order, and what is still to come after each step."""
    orders = [order for key, order in shop.made.items() if key.startswith("demand ") and order is not None]
    if not orders:
        return {}
    row = shop.run(lambda work: work.execute(_ORDERED, {"orders": orders}).one())
    under = Decimal(str(shop.case.setup.get("under_shipment_tolerance_percent", 0)))
    left = {
        f"backorder_qty_{key.removeprefix('left ')}": qty for key, qty in shop.made.items() if key.startswith("left ")
    }
    return {
        "shipped": row.shipped, "order_closed": row.shipped + row.cancelled == row.qty,
        "minimum_to_close": row.qty * (100 - under) / 100, **left,
    }


def still_open(shop: Shop) -> Decimal:
    """What all orders still wait for."""
    orders = [order for key, order in shop.made.items() if key.startswith("demand ") and order is not None]
    row = shop.run(lambda work: work.execute(_ORDERED, {"orders": orders}).one())
    return ZERO if row.qty is None else Decimal(row.qty - row.shipped - row.cancelled)
