"""Stock was found or lost: the difference is income or expense, by its reason."""

from erp.finance.inventory_accounting.value_lines import Place, value_lines
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.inventory.events import StockAdjusted
from erp.kernel.unit_of_work import UnitOfWork

ROLE_OF_REASON = {"count": "count_gain_loss", "scrap": "scrap_loss", "damaged": "scrap_loss"}
ROLE_OTHERWISE = "inventory_adjustment"


def post_adjustment(work: UnitOfWork, event: StockAdjusted) -> None:
    """Dr inventory, Cr the account of the reason for what was found; the other way round for what was lost."""
    place = Place(event.branch_id, event.warehouse_id, "stock_adjustment", event.adjustment_id)
    counter = ROLE_OF_REASON.get(event.reason, ROLE_OTHERWISE)
    lines: list[RoleLine] = []
    for line in event.lines:
        lines += value_lines(place, line.family_id, line.amount, counter)
    entry = RoleEntry(
        event.occurred_on, "stock adjustment", f"Stock adjustment {event.number}", "inventory",
        "stock_adjustment", event.adjustment_id, lines,
    )
    post_by_role(work, event.company_id, [entry])
