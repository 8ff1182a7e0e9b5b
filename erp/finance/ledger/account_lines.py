"""The lines of one account over some days, by dimension, each with its entry and document."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Numeric, Select, column, func, literal, select, table
from sqlalchemy.sql.elements import ColumnElement

from erp.finance.ledger.dimensions import Dimensions
from erp.finance.ledger.models import JournalEntry, JournalLine
from erp.kernel.money import ZERO


def account_lines(
    company_id: UUID,
    account_id: UUID,
    first_day: date | None,
    last_day: date | None,
    dimensions: Dimensions,
    opening: Decimal = ZERO,
) -> Select[*tuple[Any, ...]]:
    """The statement behind the page and its spreadsheet: one row for each line, with its running balance.

    The running balance goes on from the opening, in the order of day and entry.
    """
    chosen: list[ColumnElement[bool]] = [
        JournalLine.company_id == company_id, JournalLine.account_id == account_id
    ]
    if first_day:
        chosen.append(JournalLine.posted_on >= first_day)
    if last_day:
        chosen.append(JournalLine.posted_on <= last_day)
    for name, value in dimensions.chosen().items():
        chosen.append(getattr(JournalLine, name) == value)
    branch = table("branch", column("id"), column("code"), schema="organization")
    customer = table("customer", column("id"), column("name"), schema="crm")
    supplier = table("supplier", column("id"), column("name"), schema="inventory")
    moved = func.sum(JournalLine.debit - JournalLine.credit).over(order_by=(JournalLine.posted_on, JournalLine.id))
    return (
        select(
            JournalLine.id, JournalLine.posted_on, JournalEntry.number, JournalEntry.id.label("entry_id"),
            JournalEntry.memo, JournalEntry.source_kind, JournalEntry.source_id, JournalLine.debit, JournalLine.credit,
            (literal(opening) + moved).cast(Numeric(20, 4)).label("running"), branch.c.code.label("branch_code"),
            func.coalesce(customer.c.name, supplier.c.name).label("party_name"),
        )
        .join(JournalEntry, JournalEntry.id == JournalLine.entry_id)
        .outerjoin(branch, branch.c.id == JournalLine.branch_id)
        .outerjoin(customer, customer.c.id == JournalLine.customer_id)
        .outerjoin(supplier, supplier.c.id == JournalLine.supplier_id)
        .where(*chosen)
    )
