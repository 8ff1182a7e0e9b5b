"""Reads of the return pages: the list, one RMA, and the reasons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, func, or_, select, text
from sqlalchemy.orm import Session

from erp.crm.customers.models import Customer
from erp.crm.returns.models import Rma, RmaLine
from erp.inventory.api import WarehouseFacts, items, warehouse
from erp.kernel.errors import NotFound

_RMA = text("""
    SELECT r.*, c.code AS customer_code, c.name AS customer_name
      FROM crm.rma r JOIN crm.customer c ON c.id = r.customer_id WHERE r.id = :rma
""")
_LINES = text("""
    SELECT l.*, reason.name AS reason_name, o.id AS order_id, o.number AS order_number
      FROM crm.rma_line l
      JOIN crm.return_reason reason ON reason.code = l.reason
      LEFT JOIN crm.sales_order_line ol ON ol.id = l.order_line_id
      LEFT JOIN crm.sales_order o ON o.id = ol.order_id
     WHERE l.rma_id = :rma ORDER BY l.position
""")
_REASONS = text("SELECT code, name, is_our_fault, status FROM crm.return_reason ORDER BY status, name")


@dataclass(frozen=True)
class RmaPage:
    """An RMA with everything its page shows."""

    rma: Row[Any]
    lines: Sequence[Row[Any]]
    skus: Mapping[UUID, str]
    warehouse: WarehouseFacts

    @property
    def state(self) -> str:
        """Where the goods are: follows from the quantities of the lines."""
        if self.rma.decision == "cancelled":
            return "cancelled"
        if all(line.qty_dispositioned + line.qty_cancelled == line.qty for line in self.lines):
            return "closed"
        return "received" if any(line.qty_received for line in self.lines) else "authorized"

    @property
    def is_expected(self) -> bool:
        return any(line.qty_received + line.qty_cancelled < line.qty for line in self.lines)


def rmas_statement(
    company_id: UUID, *, branch_ids: Collection[UUID] | None = None, q: str = "", state: str | None = None
) -> Any:
    """The list of RMAs with the state that follows from their lines."""
    line = RmaLine
    follows = (
        select(
            case(
                (func.bool_and(line.qty_dispositioned + line.qty_cancelled == line.qty), "closed"),
                (func.sum(line.qty_received) > 0, "received"),
                else_="authorized",
            )
        )
        .where(line.rma_id == Rma.id)
        .correlate(Rma)
        .scalar_subquery()
    )
    shown: Any = case((Rma.decision == "cancelled", "cancelled"), else_=follows)
    amount = select(func.sum(line.amount)).where(line.rma_id == Rma.id).correlate(Rma).scalar_subquery()
    statement: Any = (
        select(
            Rma.id,
            Rma.number,
            Rma.authorized_on,
            Rma.valid_until,
            Customer.name.label("customer_name"),
            Rma.customer_reference,
            amount.label("amount"),
            Rma.currency,
            shown.label("state"),
        )
        .join(Customer, Customer.id == Rma.customer_id)
        .where(Rma.company_id == company_id)
    )
    if branch_ids is not None:
        statement = statement.where(Rma.branch_id.in_(branch_ids))
    if state:
        statement = statement.where(shown == state)
    if q:
        statement = statement.where(
            or_(
                Rma.number.contains(q.upper(), autoescape=True),
                Rma.customer_reference.icontains(q, autoescape=True),
                Customer.name.icontains(q, autoescape=True),
            )
        )
    return statement


def rma_page(session: Session, rma_id: UUID) -> RmaPage:
    """Everything the RMA's page shows. Raises: NotFound."""
    rma = session.execute(_RMA, {"rma": rma_id}).one_or_none()
    if rma is None:
        raise NotFound("There is no such return authorization.")
    lines = session.execute(_LINES, {"rma": rma_id}).all()
    found = items(session, {line.item_id for line in lines})
    return RmaPage(
        rma=rma,
        lines=lines,
        skus={item_id: item.sku for item_id, item in found.items()},
        warehouse=warehouse(session, rma.warehouse_id),
    )


def return_reasons(session: Session) -> list[Row[Any]]:
    """Every reason, active ones first."""
    return list(session.execute(_REASONS))
