"""Set what an item shall cost from now on; what is on hand is revalued to it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.inventory.adjustments.post_revaluation import own_stock_of, post_revaluation
from erp.inventory.catalog.models import ItemCompany
from erp.inventory.valuation.arithmetic import at_standard
from erp.inventory.valuation.pools import lock_item_pools, write_pools
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork

REASON = "standard_cost_change"


def set_standard_cost(
    work: UnitOfWork, item_id: UUID, company_id: UUID, unit_cost: Decimal, *, occurred_on: date, reason: str
) -> list[UUID]:
    """The standard is this from today; the difference on what is on hand is booked, warehouse by warehouse.

    Answers the adjustments made: none where nothing is on hand or the value stays.

    Units: company currency for one base unit, six places.
    Rounding: the new value half up to the minor unit; warehouses of one pool share it by quantity.
    Raises: NotFound; Refused for a negative cost, another costing method, or without a reason.
    Effects: publishes one StockAdjusted a warehouse, with values and no quantities.
    """
    work.require("inventory.cost.change")
    if unit_cost < 0:
        raise Refused("A standard cost is zero or more.", field="unit_cost")
    if not reason.strip():
        raise Refused("Say why the standard cost changes.", field="reason")
    terms = work.session.get(ItemCompany, (item_id, company_id))
    if terms is None:
        raise NotFound("The item is not set up in this company.")
    if terms.costing_method != "standard":
        raise Refused("The item is not kept at standard cost. Its cost follows from its receipts.", field="unit_cost")
    work.note(reason.strip())
    pools = list(lock_item_pools(work, {(company_id, item_id)}).values())
    terms.standard_unit_cost = unit_cost
    work.session.flush()
    made: list[UUID] = []
    for pool in pools:
        pool.standard_unit_cost = unit_cost
        change = at_standard(pool, pool.qty) - pool.value
        pool.value += change
        stock = own_stock_of(work, item_id, company_id, pool.lot_id)
        made += post_revaluation(
            work, pool, change, stock, reason=REASON, note=reason.strip(), occurred_on=occurred_on
        )
    write_pools(work, pools)
    return made

