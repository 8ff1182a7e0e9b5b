"""A delivery happens: ordered from the supplier a week before, received into the bins on its day."""

from datetime import timedelta
from decimal import Decimal

from erp.inventory.api import (
    DeliveredLine,
    OrderedLine,
    create_purchase_order,
    purchase_order,
    receive_goods,
    submit_purchase_order,
)
from erp.kernel.actor import Actor
from erp.kernel.marks import mark_once
from erp.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory
from erp.overview.replay.desk import Desk
from erp.overview.replay.plan_supply import Supply

LEAD_TIME = timedelta(days=7)


def carry_out_supply(units: UnitOfWorkFactory, actor: Actor, source: str, desk: Desk, supply: Supply) -> None:
    """Order, submit and receive in full, every item straight into its bin."""
    units.run(actor, lambda work: _order_and_receive(work, source, desk, supply))


def _order_and_receive(work: UnitOfWork, source: str, desk: Desk, supply: Supply) -> None:
    if not mark_once(work, source, supply.key):
        return
    order_id = create_purchase_order(
        work,
        supplier_id=desk.suppliers[supply.supplier],
        warehouse_id=desk.warehouse_id,
        ordered_on=supply.on - LEAD_TIME,
        expected_on=supply.on,
        lines=[OrderedLine(desk.items[line.sku], Decimal(line.qty), unit_cost=line.unit_cost) for line in supply.lines],
    )
    submit_purchase_order(work, order_id)
    ordered = purchase_order(work.session, order_id).lines
    receive_goods(
        work,
        order_id,
        [DeliveredLine(line.id, line.entered_qty, bin_id=desk.bin_of(line.sku)) for line in ordered],
        received_on=supply.on,
    )
