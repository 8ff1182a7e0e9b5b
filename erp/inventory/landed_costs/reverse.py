"""A landed cost was recorded in error: take it back where its goods are now."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.inventory.landed_costs.record import RecordedCharge, write_charge
from erp.inventory.valuation.add_receipt_cost import LateCost
from erp.kernel.errors import Conflict, NotFound
from erp.kernel.unit_of_work import UnitOfWork

_CHARGE = text(
    "SELECT c.id, c.company_id, c.number, c.description, c.split, c.reverses_id, "
    "  EXISTS (SELECT FROM inventory.landed_cost r WHERE r.reverses_id = c.id) AS reversed "
    "FROM inventory.landed_cost c WHERE c.id = :id"
)
_SHARES = text(
    "SELECT goods_receipt_line_id, amount FROM inventory.landed_cost_line WHERE landed_cost_id = :id ORDER BY position"
)


def reverse_landed_cost(work: UnitOfWork, landed_cost_id: UUID, *, occurred_on: date) -> RecordedCharge:
    """The same shares with the other sign, on today's whereabouts of the goods: what was sold since then gives its part
    back to cost of sales.

    Raises: NotFound; Conflict for a charge that is reversed already, or is itself a reversal.
    Effects: ReceiptCostAdjusted.
    """
    work.require("inventory.landed_cost.record")
    charge = work.execute(_CHARGE, {"id": landed_cost_id}).one_or_none()
    if charge is None:
        raise NotFound("There is no such landed cost.")
    if charge.reversed or charge.reverses_id is not None:
        raise Conflict("%(number)s is reversed already, or takes another back itself.", number=charge.number)
    shares = [LateCost(y.goods_receipt_line_id, -y.amount) for y in work.execute(_SHARES, {"id": charge.id})]
    return write_charge(
        work, company_id=charge.company_id, description=charge.description, split=charge.split, shares=shares,
        occurred_on=occurred_on, reverses_id=charge.id,
    )
