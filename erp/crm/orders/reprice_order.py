"""Price and tax the lines of a stored order again, keeping what a person has set and what a quote promised."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row

from erp.crm.customers.queries import SaleTerms
from erp.crm.orders.models import SalesOrder, SalesOrderLine
from erp.crm.pricing.draft_lines import DraftedLines, draft_lines
from erp.crm.pricing.entry import LineEntry
from erp.crm.pricing.frozen import entry_of
from erp.kernel.rows import update_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import CompanyFacts

STORED = (
    "list_unit_price", "discount_percent", "entered_unit_price", "net_unit_price", "amount", "net_amount",
    "tax_amount", "price_waterfall",
)  # fmt: skip


def reprice_order(
    work: UnitOfWork,
    order: Row[Any],
    lines: Sequence[Row[Any]],
    *,
    company: CompanyFacts,
    terms: SaleTerms,
    on: date,
) -> DraftedLines:
    """Bring prices and tax of the order's lines up to today's lists and agreements; store what has changed.

    Tax follows the address the order was entered with. Raises: as ``draft_lines``.
    """
    ordered = sorted(lines, key=lambda line: line.position)
    entries: list[LineEntry] = [entry_of(line) for line in ordered]
    shipped_to = replace(
        terms,
        ship_to_country=order.ship_to_country,
        ship_to_region=order.ship_to_region,
        ship_to_postal_code=order.ship_to_postal_code,
    )
    drafted = draft_lines(work, entries, company=company, terms=shipped_to, on=on, coupons=order.coupons.split())
    moved = [
        {"id": line.id, **{name: getattr(priced, name) for name in STORED}}
        for line, priced in zip(ordered, drafted.lines, strict=True)
        if any(getattr(line, name) != getattr(priced, name) for name in STORED)
    ]
    totals = {
        "net_amount": drafted.net_amount, "tax_amount": drafted.tax_amount, "total_amount": drafted.total_amount,
    }  # fmt: skip
    update_rows(work, SalesOrderLine, ("id",), moved)
    if any(getattr(order, name) != amount for name, amount in totals.items()):
        update_rows(work, SalesOrder, ("id",), [{"id": order.id, **totals}])
    return drafted
