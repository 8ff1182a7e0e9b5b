"""Gather what the decision about a stored order needs, from its locked header and lines."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row

from erp.crm.customers.queries import SaleTerms
from erp.crm.orders.accept_order import OrderToAccept, WantedLine


def order_to_accept(order: Row[Any], terms: SaleTerms, on: date) -> OrderToAccept:
    """The order as the decision sees it; ``on`` is the business date of the step."""
    return OrderToAccept(
        id=order.id,
        company_id=order.company_id,
        number=order.number,
        branch_id=order.branch_id,
        warehouse_id=order.warehouse_id,
        customer_id=order.customer_id,
        root_customer_id=terms.root_id,
        currency=order.currency,
        total_amount=order.total_amount,
        requested_on=order.requested_on,
        priority=order.priority,
        consignee=consignee(order, terms.language),
        ship_to_id=order.ship_to_id,
        business_date=on,
    )


def wanted_lines(lines: Iterable[Any]) -> list[WantedLine]:
    """The stocked lines with what is still open of them."""
    return [
        WantedLine(line.id, line.item_id, line.qty - line.qty_shipped - line.qty_cancelled)
        for line in lines
        if line.is_stocked and line.qty - line.qty_shipped - line.qty_cancelled > 0
    ]


def consignee(order: Any, language: str) -> dict[str, str]:
    """Name and address as the papers will show them, and the language they will speak."""
    parts = (
        order.ship_to_street,
        f"{order.ship_to_postal_code} {order.ship_to_city}".strip(),
        order.ship_to_region,
        order.ship_to_country,
    )
    return {
        "name": order.ship_to_name, "address": "\n".join(part for part in parts if part), "language": language,
        "country": order.ship_to_country,
    }
