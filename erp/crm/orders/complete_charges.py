"""Complete the charges of an order that no shipment will carry: services rendered, or what is left after the goods."""

from datetime import date
from uuid import UUID

from erp.crm.events import ChargesFulfilled, FulfilledCharge
from erp.crm.orders.billing_shares import share_rest
from erp.crm.orders.entry import OrderOutcome
from erp.crm.orders.lock_order import lock_lines, lock_order, order_owner
from erp.crm.orders.store_billing import store_billing
from erp.kernel.errors import Conflict
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import minor_units


def complete_charges(work: UnitOfWork, order_id: UUID, *, occurred_on: date) -> OrderOutcome:
    """Say that the open charges and services of a released order have been rendered, so that they are billed.

    Raises: NotFound, Conflict (not released; goods are still to be shipped; nothing is left to bill).
    Effects: billing lines under a fulfilment of their own, ChargesFulfilled: finance bills them.
    """
    owner = order_owner(work, order_id)
    work.require("crm.charge.complete", owner.branch_id)
    order = lock_order(work, order_id)
    if order.decision != "released":
        raise Conflict(
            "Order %(number)s is %(decision)s; only a released order is billed.",
            number=order.number, decision=order.decision,
        )
    lines = lock_lines(work, order_id)
    if any(line.is_stocked and line.qty_shipped + line.qty_cancelled < line.qty for line in lines):
        raise Conflict(
            "Order %(number)s still has goods to ship: its charges are billed with them. Ship or cancel the goods "
            "first.",
            number=order.number,
        )
    places = minor_units(work.session, order.currency)
    shares, progress = share_rest(lines, minor_units=places)
    if not shares:
        raise Conflict("Every charge of order %(number)s is billed already.", number=order.number)
    fulfilment_id = new_id()
    store_billing(
        work,
        order,
        lines,
        shares,
        progress,
        document_id=fulfilment_id,
        occurred_on=occurred_on,
        minor_units=places,
    )
    work.publish(
        ChargesFulfilled(
            company_id=order.company_id,
            occurred_on=occurred_on,
            fulfilment_id=fulfilment_id,
            sales_order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            branch_id=order.branch_id,
            lines=tuple(FulfilledCharge(share.order_line_id, share.qty, share.amount) for share in shares),
        )
    )
    return OrderOutcome(order.id, order.number, "released", order.version + 1)
