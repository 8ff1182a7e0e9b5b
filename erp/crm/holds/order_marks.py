"""Say which orders credit control should look at before their goods leave."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.crm.credit.exposure import credit_standings
from erp.kernel.money import ZERO

_ORDERS = text("""
    SELECT o.id, o.decision, c.root_id, t.status
    FROM crm.sales_order o JOIN crm.customer c ON c.id = o.customer_id
    LEFT JOIN crm.customer_company t ON t.customer_id = c.id AND t.company_id = o.company_id
    WHERE o.id = ANY(CAST(:orders AS uuid[])) AND o.company_id = :company
      AND (CAST(:branches AS uuid[]) IS NULL OR o.branch_id = ANY(CAST(:branches AS uuid[])))""")


def order_marks(
    session: Session, company_id: UUID, order_ids: Collection[UUID], branch_ids: Collection[UUID] | None
) -> dict[UUID, str]:
    """``held``, ``customer_blocked``, ``account_blocked`` or ``over_limit`` by order; what is well has no mark.

    An order was within its limit when it was released; what became of the account since is what the mark tells.
    Two executions, whatever the number of orders.
    """
    if not order_ids:
        return {}
    branches = None if branch_ids is None else list(branch_ids)
    rows = session.execute(_ORDERS, {"orders": list(order_ids), "company": company_id, "branches": branches}).all()
    standings = credit_standings(session, company_id, {row.root_id for row in rows})
    marks = {}
    for row in rows:
        standing = standings.get(row.root_id)
        word = standing.refuses(ZERO) if standing is not None else None
        if row.decision == "held":
            marks[row.id] = "held"
        elif row.status == "blocked":
            marks[row.id] = "customer_blocked"
        elif word:
            marks[row.id] = word
    return marks
