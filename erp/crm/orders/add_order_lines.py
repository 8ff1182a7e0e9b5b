"""Add lines to a released order: the customer wants more on the same paper."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.crm.credit.exposure import credit_standings
from erp.crm.credit.lock_account import lock_credit_account
from erp.crm.customers.queries import sale_terms
from erp.crm.orders.accept_order import ask_for_goods
from erp.crm.orders.entry import OrderOutcome
from erp.crm.orders.lock_order import lock_lines, lock_order, order_owner
from erp.crm.orders.models import SalesOrderLine
from erp.crm.orders.order_to_accept import order_to_accept, wanted_lines
from erp.crm.pricing.draft_lines import draft_lines
from erp.crm.pricing.entry import LineEntry
from erp.inventory.api import lock_demand
from erp.kernel.errors import Conflict, Refused
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company, next_working_day


def add_order_lines(
    work: UnitOfWork, order_id: UUID, entries: Sequence[LineEntry], *, version: int, occurred_on: date
) -> OrderOutcome:
    """Price the new lines at today's prices, check that credit covers them, and ask for their goods.

    What goes beyond the credit limit is refused rather than held, because the rest of the order is already on its way:
    entered as an order of its own it can wait for credit control.

    Raises: NotFound, Conflict (not released, or changed meanwhile), Refused.
    Effects: demand created and allocated; the order's open amount grows.
    """
    owner = order_owner(work, order_id)
    work.require("crm.sales_order.change", owner.branch_id)
    seller = company(work.session, owner.company_id)
    terms = sale_terms(work.session, owner.company_id, owner.customer_id)
    lock_credit_account(work, owner.company_id, terms.root_id)
    lock_demand(work, [order_id])
    order = lock_order(work, order_id, version, customer_id=owner.customer_id)
    if order.decision != "released":
        raise Conflict(
            "Order %(number)s is %(decision)s; lines are added to released orders only.",
            number=order.number, decision=order.decision,
        )
    lines = lock_lines(work, order_id)
    shipped_to = replace(
        terms,
        ship_to_country=order.ship_to_country,
        ship_to_region=order.ship_to_region,
        ship_to_postal_code=order.ship_to_postal_code,
    )
    drafted = draft_lines(work, entries, company=seller, terms=shipped_to, on=occurred_on)
    standing = credit_standings(work.session, owner.company_id, [terms.root_id])[terms.root_id]
    if standing.refuses(drafted.total_amount):
        raise Refused(
            "These lines come to %(total_amount)s %(currency)s, more than the credit left. Enter them as an order of "
            "their own: it can be held for credit control.",
            total_amount=f"{drafted.total_amount:.2f}", currency=order.currency,
        )
    first = max((line.position for line in lines), default=0) + 1
    rows = [
        {**vars(line), "company_id": owner.company_id, "order_id": order_id, "position": first + n}
        for n, line in enumerate(drafted.lines)
    ]
    insert_rows(work, SalesOrderLine, rows)
    work.execute(
        text("""
            UPDATE crm.sales_order
               SET net_amount = net_amount + :net, tax_amount = tax_amount + :tax,
                   total_amount = total_amount + :total, open_amount = open_amount + :total, version = version + 1
             WHERE id = :order
        """),
        {
            "net": drafted.net_amount,
            "tax": drafted.tax_amount,
            "total": drafted.total_amount,
            "order": order_id,
        },
    )
    added = [line for line in lock_lines(work, order_id) if line.position >= first]
    ask_for_goods(
        work,
        order_to_accept(order, terms, occurred_on),
        wanted_lines(added),
        next_working_day(work.session, order.company_id, order.requested_on),
    )
    return OrderOutcome(order_id, order.number, "released", order.version + 1)
