"""A cost became known after the receipt: each unit takes its share where it is now."""

from erp.finance.inventory_accounting.value_lines import Place
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.inventory.events import ReceiptCostAdjusted
from erp.kernel.unit_of_work import UnitOfWork

CREDITED_ROLE = {"bill_price_difference": "grni", "landed_cost": "landed_cost_clearing"}


def post_cost_adjustment(work: UnitOfWork, event: ReceiptCostAdjusted) -> None:
    """Dr inventory for what is on hand, Dr cost of goods sold for what is sold; Cr where the cost came from.

    The share of goods written off or sent back is an inventory adjustment. A price difference is owed on top of
    goods received not invoiced, which the bill then clears in full.
    """
    lines: list[RoleLine] = []
    for line in event.lines:
        place = Place(line.branch_id, line.warehouse_id, "grni_item", line.goods_receipt_line_id)
        lines += [
            place.line("inventory", line.family_id, line.on_hand_amount),
            place.line("late_cost_cogs", line.family_id, line.sold_amount),
            place.line("inventory_adjustment", line.family_id, line.other_amount),
            place.line("purchase_price_variance", line.family_id, line.variance_amount),
            place.line(CREDITED_ROLE[event.cause], line.family_id, -line.amount),
        ]
    entry = RoleEntry(
        event.occurred_on, "receipt cost", "Late cost of goods received", "inventory",
        event.origin_kind, event.origin_id, lines,
    )
    post_by_role(work, event.company_id, [entry])
