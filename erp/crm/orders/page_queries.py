"""Reads of the order pages: the list, one order, and a customer's open orders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, func, or_, select, text
from sqlalchemy.orm import Session

from erp.crm.customers.models import Customer
from erp.crm.orders.models import SalesOrder, SalesOrderLine
from erp.crm.pricing.frozen import stored_steps
from erp.crm.pricing.waterfall import Step
from erp.inventory.api import WarehouseFacts, items, warehouse
from erp.kernel.errors import NotFound
from erp.terms.api import PaymentTermFacts, payment_terms


@dataclass(frozen=True)
class OrderPage:
    """An order with everything its page shows; ``skus`` holds the item numbers of its lines."""

    order: Row[Any]
    lines: Sequence[Row[Any]]
    skus: Mapping[UUID, str]
    warehouse: WarehouseFacts
    payment_term: PaymentTermFacts | None
    holds: Sequence[Row[Any]]

    @property
    def progress(self) -> str:
        """How far the goods are: follows from the quantities, and is stored nowhere."""
        goods = [line for line in self.lines if line.is_stocked] or list(self.lines)
        if self.order.decision != "released":
            return ""
        if all(line.qty_shipped + line.qty_cancelled == line.qty for line in goods):
            return "shipped"
        return "partly_shipped" if any(line.qty_shipped for line in goods) else "open"

    @property
    def steps(self) -> dict[UUID, list[Step]]:
        """How the price of each line came about, by the line's id."""
        return stored_steps(self.lines)

    def typed_lines(self) -> list[dict[str, Any]]:
        """The lines as they would be typed into the grid; goods that promotions add are nobody's to type."""
        return [typed_line(line, self.skus) for line in self.lines if line.promotion_id is None]

    @property
    def has_open_lines(self) -> bool:
        return any(line.qty_shipped + line.qty_cancelled < line.qty for line in self.lines)

    @property
    def waits_for_charges(self) -> bool:
        """Whether only charges and services are left to bill."""
        return (
            self.order.decision == "released"
            and self.has_open_lines
            and not any(line.is_stocked and line.qty_shipped + line.qty_cancelled < line.qty for line in self.lines)
        )


def typed_line(line: Any, skus: Mapping[UUID, str]) -> dict[str, Any]:
    """A stored line of an order or quote as it would be typed again, with what the grid shows beside it."""
    steps = line.price_waterfall
    by_hand = line.kind == "charge" or bool(steps and steps[-1]["step"] == "override")
    return {
        "item": f"+{line.charge_kind}" if line.kind == "charge" else skus.get(line.item_id, ""),
        "description": line.description,
        "qty": line.entered_qty,
        "unit": line.unit,
        "unit_price": line.entered_unit_price if by_hand else None,
        "discount_percent": line.discount_percent or None,
        "reason": line.override_reason,
        "net_price": line.amount / line.entered_qty,
        "amount": line.amount,
    }


def _progress() -> Any:
    """The word for how far an order's goods are, as a subquery of its lines."""
    line = SalesOrderLine
    goods = select(
        case(
            (func.sum(line.qty - line.qty_shipped - line.qty_cancelled) == 0, "shipped"),
            (func.sum(line.qty_shipped) > 0, "partly_shipped"),
            else_="open",
        )
    ).where(line.order_id == SalesOrder.id, or_(line.is_stocked, line.kind == "charge"))
    return case((SalesOrder.decision == "released", goods.correlate(SalesOrder).scalar_subquery()), else_="")


def _is_late(today: date) -> Any:
    """Whether goods of the order should have left before today and have not."""
    line = SalesOrderLine
    return (
        select(line.id)
        .where(
            line.order_id == SalesOrder.id,
            line.is_stocked,
            line.qty_shipped + line.qty_cancelled < line.qty,
            func.coalesce(line.promised_on, SalesOrder.requested_on) < today,
        )
        .correlate(SalesOrder)
        .exists()
    )


def orders_statement(
    company_id: UUID,
    *,
    branch_ids: Collection[UUID] | None = None,
    q: str = "",
    decision: str | None = None,
    progress: str | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    customer_id: UUID | None = None,
    today: date | None = None,
) -> Any:
    """The list of orders of a company (and of some branches only), filtered; ``today`` says what is late."""
    how_far = _progress()
    statement: Any = (
        select(
            SalesOrder.id,
            SalesOrder.number,
            SalesOrder.ordered_on,
            SalesOrder.requested_on,
            Customer.name.label("customer_name"),
            SalesOrder.customer_id,
            SalesOrder.customer_reference,
            SalesOrder.total_amount,
            SalesOrder.open_amount,
            SalesOrder.currency,
            SalesOrder.decision,
            how_far.label("progress"),
            Customer.code.label("customer_code"),
            SalesOrder.ship_to_city,
            SalesOrder.priority,
            SalesOrder.channel,
            SalesOrder.net_amount,
            SalesOrder.tax_amount,
            SalesOrder.entered_by,
            SalesOrder.entered_at,
            SalesOrder.submitted_by,
            SalesOrder.submitted_at,
            SalesOrder.cancel_reason,
        )
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .where(SalesOrder.company_id == company_id)
    )
    if branch_ids is not None:
        statement = statement.where(SalesOrder.branch_id.in_(branch_ids))
    if q:
        statement = statement.where(
            or_(
                SalesOrder.number.contains(q.upper(), autoescape=True),
                SalesOrder.customer_reference.icontains(q, autoescape=True),
                Customer.name.icontains(q, autoescape=True),
                Customer.code == q.upper(),
            )
        )
    if decision:
        statement = statement.where(SalesOrder.decision == decision)
    if progress == "late" and today is not None:
        statement = statement.where(SalesOrder.decision == "released", SalesOrder.open_amount != 0, _is_late(today))
    elif progress:
        statement = statement.where(SalesOrder.decision == "released", how_far == progress)
    if from_day:
        statement = statement.where(SalesOrder.ordered_on >= from_day)
    if to_day:
        statement = statement.where(SalesOrder.ordered_on <= to_day)
    if customer_id:
        statement = statement.where(SalesOrder.customer_id == customer_id)
    return statement


_ORDER = text("""
    SELECT o.*, c.code AS customer_code, c.name AS customer_name, q.number AS quote_number,
           q.revision AS quote_revision
      FROM crm.sales_order o
      JOIN crm.customer c ON c.id = o.customer_id
      LEFT JOIN crm.quote q ON q.id = o.quote_id
     WHERE o.id = :order
""")
_LINES = text("""
    SELECT l.*, l.qty - l.qty_shipped - l.qty_cancelled AS qty_open
      FROM crm.sales_order_line l WHERE l.order_id = :order ORDER BY l.position
""")
_HOLDS = text("""
    SELECT h.held_at, h.held_by, h.cause, h.currency, h.order_amount, h.exposure_amount, h.limit_amount,
           r.released_at, r.released_by, r.reason, r.valid_until
      FROM crm.credit_hold h LEFT JOIN crm.credit_release r ON r.hold_id = h.id
     WHERE h.order_id = :order ORDER BY h.held_at DESC
""")


def order_page(session: Session, order_id: UUID) -> OrderPage:
    """Everything the order's page shows. Raises: NotFound."""
    order = session.execute(_ORDER, {"order": order_id}).one_or_none()
    if order is None:
        raise NotFound("There is no such sales order.")
    lines = session.execute(_LINES, {"order": order_id}).all()
    found = items(session, {line.item_id for line in lines if line.item_id is not None})
    return OrderPage(
        order=order,
        lines=lines,
        skus={item_id: item.sku for item_id, item in found.items()},
        warehouse=warehouse(session, order.warehouse_id),
        payment_term=payment_terms(session, [order.payment_term_id]).get(order.payment_term_id),
        holds=session.execute(_HOLDS, {"order": order_id}).all(),
    )
