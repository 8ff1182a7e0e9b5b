"""Release a held order: somebody with the right takes the risk, says why, and it is on record for good."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.crm.credit.exposure import credit_standings
from erp.crm.credit.lock_account import lock_credit_account
from erp.crm.credit.models import CreditRelease
from erp.crm.customers.queries import sale_terms
from erp.crm.orders.accept_order import release_order
from erp.crm.orders.entry import OrderOutcome
from erp.crm.orders.lock_order import lock_lines, lock_order, order_owner
from erp.crm.orders.order_to_accept import order_to_accept, wanted_lines
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

_OPEN_HOLD = text("""
    SELECT h.id FROM crm.credit_hold h
     WHERE h.order_id = :order AND NOT EXISTS (SELECT FROM crm.credit_release r WHERE r.hold_id = h.id)
     ORDER BY h.held_at DESC, h.id DESC LIMIT 1
""")


def release_held_order(
    work: UnitOfWork,
    order_id: UUID,
    *,
    reason: str,
    occurred_on: date,
    valid_until: date | None = None,
    version: int | None = None,
) -> OrderOutcome:
    """Let a held order go although its customer's credit does not cover it.

    Until ``valid_until`` the release also covers a reopening of the same order up to its present amount.

    Raises: NotFound, Forbidden, Refused (no reason; an end before today), Conflict (not held, or changed meanwhile).
    Effects: a release on record with the exposure of the moment; demand created and allocated, SalesOrderReleased.
    """
    owner = order_owner(work, order_id)
    work.require("crm.credit_hold.release", owner.branch_id)
    if not reason.strip():
        raise Refused("A release needs a reason: it is kept with the order.", field="reason")
    if valid_until is not None and valid_until < occurred_on:
        raise Refused("The release would have ended already. Choose a later day.", field="valid_until")
    terms = sale_terms(work.session, owner.company_id, owner.customer_id)
    lock_credit_account(work, owner.company_id, terms.root_id)
    order = lock_order(work, order_id, version, customer_id=owner.customer_id)
    if order.decision != "held":
        raise Conflict(
            "Order %(number)s is %(decision)s; only a held order can be released.",
            number=order.number, decision=order.decision,
        )
    hold_id = work.execute(_OPEN_HOLD, {"order": order_id}).scalar_one()
    standing = credit_standings(work.session, owner.company_id, [terms.root_id])[terms.root_id]
    insert_rows(
        work,
        CreditRelease,
        [
            {
                "id": new_id(),
                "company_id": owner.company_id,
                "hold_id": hold_id,
                "order_id": order_id,
                "reason": reason.strip(),
                "currency": standing.currency,
                "exposure_amount": standing.exposure_amount,
                "limit_amount": standing.limit_amount,
                "covers_amount": order.total_amount,
                "valid_until": valid_until,
                "released_by": work.actor.name,
                "released_at": work.now,
            }
        ],
    )
    lines = lock_lines(work, order_id)
    decision = release_order(work, order_to_accept(order, terms, occurred_on), wanted_lines(lines))
    return OrderOutcome(order.id, order.number, decision, order.version + 1)
