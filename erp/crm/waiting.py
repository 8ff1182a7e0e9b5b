"""What waits in sales: each count is the number of rows of the list its tile opens, read by that list's statement."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from erp.crm.holds.queries import count_held
from erp.crm.orders.page_queries import orders_statement
from erp.crm.quotes.page_queries import quotes_statement
from erp.kernel.actor import Actor
from erp.kernel.module import Waiting

SELLERS = ("sales", "branch_staff")


def count_late_orders(session: Session, company_id: UUID, actor: Actor, today: date) -> int:
    """Released orders with goods that should have left before today."""
    return _rows(session, orders_statement(company_id, branch_ids=_orders(actor), progress="late", today=today))


def count_draft_orders(session: Session, company_id: UUID, actor: Actor) -> int:
    """Orders entered and not submitted."""
    return _rows(session, orders_statement(company_id, branch_ids=_orders(actor), decision="draft"))


def count_sent_quotes(session: Session, company_id: UUID, actor: Actor, today: date) -> int:
    """Quotes the customers have, still valid, with no answer yet."""
    branches = actor.branches_for("crm.quote.view")
    return _rows(session, quotes_statement(company_id, today, branch_ids=branches, decision="sent"))


def _orders(actor: Actor) -> Collection[UUID] | None:
    return actor.branches_for("crm.sales_order.view")


def _rows(session: Session, statement: Any) -> int:
    return int(session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0)


WAITING = (
    Waiting(
        "Orders on credit hold", "crm_holds.index", "crm.credit_hold.view", count_held, 20,
        roles=("credit", "controller", *SELLERS),
    ),
    Waiting(
        "Late orders", "crm_orders.index", "crm.sales_order.view", count_late_orders, 10,
        filters=(("progress", "late"),), roles=("warehouse", "buyer", *SELLERS), dated=True,
    ),
    Waiting(
        "Draft orders", "crm_orders.index", "crm.sales_order.enter", count_draft_orders, 25,
        filters=(("decision", "draft"),), roles=SELLERS,
    ),
    Waiting(
        "Quotes to follow up", "crm_quotes.index", "crm.quote.view", count_sent_quotes, 26,
        filters=(("decision", "sent"),), roles=SELLERS, dated=True,
    ),
)  # fmt: skip
