"""Read the queue of held orders."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session, aliased

from erp.crm.credit.models import CreditHold
from erp.crm.customers.models import Customer
from erp.crm.orders.models import SalesOrder
from erp.kernel.actor import Actor


def held_orders_statement(company_id: UUID, *, branch_ids: Collection[UUID] | None = None, q: str = "") -> Any:
    """Held orders with why and since when, the latest hold of each."""
    other = aliased(CreditHold)
    latest = select(func.max(other.held_at)).where(other.order_id == SalesOrder.id).scalar_subquery()
    statement: Any = (
        select(
            SalesOrder.id,
            SalesOrder.number,
            Customer.name.label("customer_name"),
            SalesOrder.customer_id,
            SalesOrder.requested_on,
            SalesOrder.total_amount,
            SalesOrder.currency,
            CreditHold.cause,
            CreditHold.exposure_amount,
            CreditHold.limit_amount,
            CreditHold.held_at,
            CreditHold.held_by,
        )
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .join(CreditHold, CreditHold.order_id == SalesOrder.id)
        .where(SalesOrder.company_id == company_id, SalesOrder.decision == "held", CreditHold.held_at == latest)
    )
    if branch_ids is not None:
        statement = statement.where(SalesOrder.branch_id.in_(branch_ids))
    if q:
        statement = statement.where(
            or_(SalesOrder.number.contains(q.upper(), autoescape=True), Customer.name.icontains(q, autoescape=True))
        )
    return statement


def count_held(session: Session, company_id: UUID, actor: Actor) -> int:
    """How many orders wait for credit control in the branches the person may see."""
    branches = actor.branches_for("crm.credit_hold.view")
    return int(
        session.scalar(
            text("""
                SELECT count(*) FROM crm.sales_order
                 WHERE company_id = :company AND decision = 'held'
                   AND (CAST(:branches AS uuid[]) IS NULL OR branch_id = ANY(CAST(:branches AS uuid[])))
            """),
            {"company": company_id, "branches": None if branches is None else list(branches)},
        )
        or 0
    )
