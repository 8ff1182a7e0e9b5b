"""Prepare the rows of a sales order from what was entered: terms of the customer, prices, tax, totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from erp.crm.customers.models import BILLING_MODES
from erp.crm.customers.queries import SaleTerms, sale_terms
from erp.crm.orders.entry import OrderEntry
from erp.crm.pricing.draft_lines import DraftedLines, draft_lines
from erp.inventory.api import warehouse
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import CompanyFacts, company

MAX_LINES = 2000


@dataclass(frozen=True)
class DraftedOrder:
    """An order ready to be stored: ``header`` holds the columns that follow from the entry."""

    company: CompanyFacts
    terms: SaleTerms
    lines: DraftedLines
    header: Mapping[str, object]


def draft_order(work: UnitOfWork, entry: OrderEntry) -> DraftedOrder:
    """Check the entry and compute everything that is stored of it; nothing is written.

    Raises: Refused naming the field; NotFound; Forbidden for a discount above the actor's limit.
    """
    if not entry.lines:
        raise Refused("An order needs at least one line.", field="lines-0-item")
    if len(entry.lines) > MAX_LINES:
        raise Refused(
            "An order has at most %(max_lines)s lines. Enter the rest as another order.",
            max_lines=MAX_LINES,
        )
    place = warehouse(work.session, entry.warehouse_id)
    if place.company_id != entry.company_id:
        raise Refused("That warehouse belongs to another company.", field="warehouse_id")
    seller = company(work.session, entry.company_id)
    terms = sale_terms(work.session, entry.company_id, entry.customer_id, entry.ship_to_id)
    billing_mode = entry.billing_mode or terms.billing_mode
    if billing_mode not in BILLING_MODES:
        raise Refused("Bill per shipment, daily or weekly.", field="billing_mode")
    coupons = entry.coupons.upper().replace(",", " ").split()
    lines = draft_lines(
        work, entry.lines, company=seller, terms=terms, on=entry.ordered_on, coupons=coupons, add_goods=True
    )
    header = {
        "warehouse_id": entry.warehouse_id,
        "ship_to_id": terms.ship_to_id,
        "ship_to_name": terms.ship_to_name,
        "ship_to_street": terms.ship_to_street,
        "ship_to_postal_code": terms.ship_to_postal_code,
        "ship_to_city": terms.ship_to_city,
        "ship_to_region": terms.ship_to_region,
        "ship_to_country": terms.ship_to_country,
        "instructions": entry.instructions.strip() or terms.instructions,
        "ordered_on": entry.ordered_on,
        "requested_on": entry.requested_on or entry.ordered_on,
        "priority": entry.priority,
        "currency": terms.currency,
        "payment_term_id": entry.payment_term_id or terms.payment_term_id,
        "salesperson_id": entry.salesperson_id or terms.salesperson_id,
        "channel": entry.channel,
        "customer_reference": entry.customer_reference.strip(),
        "coupons": " ".join(coupons),
        "billing_mode": billing_mode,
        "charge_billing": terms.charge_billing,
        "net_amount": lines.net_amount,
        "tax_amount": lines.tax_amount,
        "total_amount": lines.total_amount,
    }
    return DraftedOrder(seller, terms, lines, header)


def line_rows(drafted: DraftedOrder, company_id: UUID, order_id: UUID, first: int = 1) -> list[dict[str, object]]:
    """The rows of the order's lines, numbered from ``first``."""
    return [
        {
            **vars(line), "company_id": company_id, "order_id": order_id, "position": first + n,
            "promotion_id": drafted.lines.promotions.get(line.id),
        }
        for n, line in enumerate(drafted.lines.lines)
    ]
