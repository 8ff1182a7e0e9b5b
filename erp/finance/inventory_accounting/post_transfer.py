"""Goods went to another warehouse: their value goes with them."""

from erp.finance.inventory_accounting.value_lines import Place
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.inventory.events import TransferShipped
from erp.kernel.unit_of_work import UnitOfWork


def post_transfer(work: UnitOfWork, event: TransferShipped) -> None:
    """Dr inventory of the receiving branch and warehouse, Cr inventory of the sending one, at the value moved.

    From here the goods are the destination's, in transit. Where both share one cost pool nothing has moved.
    """
    sending = Place(event.from_branch_id, event.from_warehouse_id, "transfer_order", event.transfer_order_id)
    receiving = Place(event.to_branch_id, event.to_warehouse_id, "transfer_order", event.transfer_order_id)
    lines: list[RoleLine] = []
    for line in event.lines:
        lines.append(receiving.line("inventory", line.family_id, line.amount))
        lines.append(sending.line("inventory", line.family_id, -line.amount))
    entry = RoleEntry(
        event.occurred_on, "transfer", f"Transfer {event.number}", "inventory",
        "transfer_order", event.transfer_order_id, lines,
    )
    post_by_role(work, event.company_id, [entry])
