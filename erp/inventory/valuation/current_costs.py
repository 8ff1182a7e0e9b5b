"""What goods would come in at if nobody says what they cost."""

from collections.abc import Sequence
from decimal import Decimal

from erp.inventory.valuation.arithmetic import current_cost
from erp.inventory.valuation.pools import CostKey, last_unit_costs, lock_pools
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


def lock_current_costs(work: UnitOfWork, goods: Sequence[tuple[CostKey, Decimal]]) -> list[Decimal]:
    """Lock the pools of some goods and answer what each quantity is worth at its pool's present unit cost.

    An empty pool answers with the last unit cost known, or the standard. Nothing is changed; the locks stay, so the
    answer holds until the end of the transaction.

    Rounding: half up to the currency's minor unit.
    """
    if not goods:
        return []
    pools = lock_pools(work, {key for key, _ in goods}, create=True)
    empty = {pool.id for pool in pools.values() if pool.qty == 0 and pool.method != "standard"}
    last_costs = last_unit_costs(work, empty)
    return [
        current_cost(
            pools[key], qty, last_costs.get(pools[key].id, pools[key].standard_unit_cost or ZERO)
        )
        for key, qty in goods
    ]
