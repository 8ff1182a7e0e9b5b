"""A shipment has left: its cost leaves inventory in the same commit as its revenue is earned."""

from collections.abc import Sequence

from erp.crm.api import billing_terms
from erp.finance.inventory_accounting.value_lines import Place, value_lines
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.inventory.events import ShipmentConfirmed, ShipmentVoided, ShippedLine
from erp.kernel.unit_of_work import UnitOfWork


def post_shipment_cost(work: UnitOfWork, event: ShipmentConfirmed) -> None:
    """Dr cost of goods sold, Cr inventory, at the cost inventory consumed, family by family.

    The cost carries the order's customer, channel and salesperson, so that margin can be read by each.
    """
    lines = _lines(_place(work, event), event.lines, sign=-1)
    entry = RoleEntry(
        event.occurred_on, "shipment cost", f"Cost of shipment {event.number}", "inventory", "shipment",
        event.shipment_id, lines,
    )
    post_by_role(work, event.company_id, [entry])


def post_void_cost(work: UnitOfWork, event: ShipmentVoided) -> None:
    """Dr inventory, Cr cost of goods sold: the goods stand again at what they left at."""
    lines = _lines(_place(work, event), event.lines, sign=1)
    entry = RoleEntry(
        event.occurred_on, "void cost", f"Shipment {event.number} voided", "inventory", "shipment",
        event.shipment_id, lines,
    )
    post_by_role(work, event.company_id, [entry])


def _place(work: UnitOfWork, event: ShipmentConfirmed | ShipmentVoided) -> Place:
    terms = work.once(
        ("billing_terms", event.shipment_id),
        lambda: billing_terms(work.session, [event.shipment_id]).get(event.shipment_id),
    )
    return Place(
        event.branch_id, event.warehouse_id, "shipment", event.shipment_id,
        customer_id=terms.customer_id if terms else None,
        channel=terms.channel if terms else None,
        salesperson_id=terms.salesperson_id if terms else None,
    )


def _lines(place: Place, shipped: Sequence[ShippedLine], sign: int) -> list[RoleLine]:
    lines: list[RoleLine] = []
    for line in shipped:
        lines += value_lines(place, line.family_id, sign * line.cost_amount, "cogs")
    return lines
