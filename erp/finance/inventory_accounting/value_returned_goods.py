"""Goods a customer sent back are here: they are inventory again at what they cost when they left."""

from erp.crm.api import return_terms
from erp.finance.inventory_accounting.value_lines import Place, value_lines
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.inventory.events import ReturnReceived
from erp.kernel.unit_of_work import UnitOfWork


def value_returned_goods(work: UnitOfWork, event: ReturnReceived) -> None:
    """Dr inventory, Cr cost of goods sold, for the customer, channel and salesperson of the sale."""
    terms = return_terms(work.session, [event.origin_id]).get(event.origin_id)
    place = Place(
        event.branch_id, event.warehouse_id, "return_receipt", event.return_receipt_id,
        customer_id=terms.customer_id if terms else None,
        channel=terms.channel if terms else None,
        salesperson_id=terms.salesperson_id if terms else None,
    )
    lines: list[RoleLine] = []
    for line in event.lines:
        lines += value_lines(place, line.family_id, line.cost_amount, "cogs")
    entry = RoleEntry(
        event.occurred_on, "return value", f"Goods returned, {event.number}", "inventory", "return_receipt",
        event.return_receipt_id, lines,
    )
    post_by_role(work, event.company_id, [entry])
