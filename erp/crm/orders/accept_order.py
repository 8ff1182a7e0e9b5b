"""Decide on an order: is the customer good for it? Then its goods are asked for; otherwise it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.crm.credit.exposure import CreditStanding, credit_standings
from erp.crm.credit.models import CreditHold
from erp.crm.customers.queries import min_shelf_life_days, usual_carrier
from erp.crm.events import SalesOrderHeld, SalesOrderReleased
from erp.inventory.api import DemandRequest, allocate_created, create_demand
from erp.kernel.errors import Conflict
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OrderToAccept:
    """As much of an order as the decision and its consequences need; its credit account is locked."""

    id: UUID
    company_id: UUID
    number: str
    branch_id: UUID
    warehouse_id: UUID
    customer_id: UUID
    root_customer_id: UUID
    currency: str
    total_amount: Decimal
    requested_on: date
    priority: int
    consignee: dict[str, str]
    ship_to_id: UUID | None
    business_date: date


@dataclass(frozen=True)
class WantedLine:
    """An order line whose goods are wanted from the warehouse (base units)."""

    id: UUID
    item_id: UUID
    qty: Decimal
    promised_on: date | None = None


def accept_order(work: UnitOfWork, order: OrderToAccept, lines: Sequence[WantedLine]) -> str:
    """Release the order, or hold it for credit control; store the decision and return it.

    Effects: released: demand is created and allocated, SalesOrderReleased. Held: a hold with its figures,
    SalesOrderHeld.
    Raises: Conflict where the customer changed its account tree in this moment.
    """
    standing = _standing(work, order)
    cause = standing.refuses(order.total_amount) if standing is not None else None
    if cause is not None and standing is not None and not _is_covered(work, order):
        return _hold(work, order, standing, cause)
    return release_order(work, order, lines)


def release_order(work: UnitOfWork, order: OrderToAccept, lines: Sequence[WantedLine]) -> str:
    """Let the order go: its open amount counts from now on, and its goods are asked for.

    Effects: demand created and allocated; SalesOrderReleased.
    """
    promised_on = _decide(work, order, "released", order.total_amount)
    ask_for_goods(work, order, lines, promised_on)
    work.publish(
        SalesOrderReleased(
            company_id=order.company_id,
            occurred_on=order.business_date,
            sales_order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            branch_id=order.branch_id,
            total_amount=order.total_amount,
        )
    )
    return "released"


def ask_for_goods(work: UnitOfWork, order: OrderToAccept, lines: Sequence[WantedLine], promised_on: date) -> None:
    """Create demand for the lines and promise what is in stock; the rest is a backorder.

    ``promised_on``: the day the customer asked for, or the company's next working day.
    """
    if not lines:
        return
    keeps = min_shelf_life_days(work.session, order.company_id, order.customer_id)
    carrier_id = usual_carrier(work.session, order.ship_to_id)
    demand = [
        DemandRequest(
            id=new_id(),
            company_id=order.company_id,
            warehouse_id=order.warehouse_id,
            item_id=line.item_id,
            qty=line.qty,
            priority=order.priority,
            promised_on=line.promised_on or promised_on,
            origin_kind="sales_order",
            origin_id=order.id,
            origin_line_id=line.id,
            origin_number=order.number,
            consignee=order.consignee,
            min_shelf_life_days=keeps,
            carrier_id=carrier_id,
        )
        for line in lines
    ]
    allocate_created(work, create_demand(work, demand))


def _standing(work: UnitOfWork, order: OrderToAccept) -> CreditStanding | None:
    standing = credit_standings(work.session, order.company_id, [order.root_customer_id]).get(order.root_customer_id)
    if standing is None:
        raise Conflict("The customer's account was moved in this moment. Submit the order again.")
    return standing


def _is_covered(work: UnitOfWork, order: OrderToAccept) -> bool:
    """Whether a release of this very order still covers it."""
    covered = work.session.scalar(
        text("""
            SELECT max(covers_amount) FROM crm.credit_release
             WHERE order_id = :order AND valid_until >= :today
        """),
        {"order": order.id, "today": order.business_date},
    )
    return covered is not None and order.total_amount <= covered


def _hold(work: UnitOfWork, order: OrderToAccept, standing: CreditStanding, cause: str) -> str:
    _decide(work, order, "held", ZERO)
    insert_rows(
        work,
        CreditHold,
        [
            {
                "id": new_id(),
                "company_id": order.company_id,
                "order_id": order.id,
                "root_customer_id": order.root_customer_id,
                "cause": cause,
                "currency": standing.currency,
                "order_amount": order.total_amount,
                "exposure_amount": standing.exposure_amount,
                "limit_amount": standing.limit_amount,
                "held_by": work.actor.name,
                "held_at": work.now,
            }
        ],
    )
    work.publish(
        SalesOrderHeld(
            company_id=order.company_id,
            occurred_on=order.business_date,
            sales_order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            branch_id=order.branch_id,
            reason=cause,
            exposure_amount=standing.exposure_amount,
            limit_amount=standing.limit_amount or ZERO,
        )
    )
    return "held"


def _decide(work: UnitOfWork, order: OrderToAccept, decision: str, open_amount: Decimal) -> date:
    """Store the decision; return the working day for which the order's goods can be promised."""
    promised_on: date = work.execute(
        text("""
            UPDATE crm.sales_order
               SET decision = :decision, open_amount = :open, version = version + 1, cancel_reason = '',
                   submitted_by = coalesce(submitted_by, :actor), submitted_at = coalesce(submitted_at, :now)
             WHERE id = :order
            RETURNING organization.next_working_day(company_id, :requested)
        """),
        {
            "decision": decision,
            "requested": order.requested_on,
            "open": open_amount,
            "order": order.id,
            "actor": work.actor.name,
            "now": work.now,
        },
    ).scalar_one()
    return promised_on
