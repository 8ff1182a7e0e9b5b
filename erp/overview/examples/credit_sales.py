"""Sales on credit that move no goods: a service is ordered, rendered and invoiced."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import (
    LineEntry,
    OrderEntry,
    TradeTerms,
    agree_terms,
    complete_charges,
    create_customer,
    place_sales_order,
)
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import Step
from erp.overview.examples.shop import Shop
from erp.terms.api import payment_term_by_code

SERVICE = {"P": {"uom": "unit", "kind": "service"}}

_OWED = text("""
    SELECT customer_id, sum(balance_amount) AS amount FROM finance.open_item
     WHERE company_id = :company AND side = 'receivable' GROUP BY customer_id
""")


def sell(shop: Shop, step: Step, branch_id: UUID, buyer: str | None, amount: Decimal) -> None:
    """Invoice a service to the example's customer, or to one of its own for each part of the receivable."""
    customer_id = _customer(shop, buyer)
    entry = OrderEntry(
        company_id=shop.company_id, branch_id=branch_id, warehouse_id=shop.place(None).warehouse_id,
        customer_id=customer_id, ordered_on=shop.day(step),
        lines=(LineEntry(item_id=next(iter(shop.items.values())), unit_price=amount, reason="Worked example"),),
    )

    def invoice(work: UnitOfWork) -> None:
        order = place_sales_order(work, entry)
        work.settle()
        complete_charges(work, order.id, occurred_on=shop.day(step))

    shop.run(invoice)


def opening(shop: Shop, balances: Mapping[str, Decimal]) -> dict[str, Any]:
    """What the next year begins with: receivables by customer, and accounts of results at nothing."""
    owed = {row.customer_id: row.amount for row in shop.run(
        lambda work: work.execute(_OWED, {"company": shop.company_id}).all()
    )}
    parts = {f"ar_{name}": owed.get(customer_id, ZERO) for name, customer_id in _customers(shop).items()}
    return {**parts, "ar_total": sum(owed.values(), ZERO), "revenue": balances.get("revenue", ZERO)}


def _customers(shop: Shop) -> dict[str, UUID]:
    known: dict[str, UUID] = shop.made.setdefault("customers", {})
    return known


def _customer(shop: Shop, name: str | None) -> UUID:
    if name is None:
        return shop.customer_id
    known = _customers(shop)
    if name not in known:
        def make(work: UnitOfWork) -> UUID:
            code = f"X{new_id().hex[-10:].upper()}"
            customer_id = create_customer(work, code=code, name=name, details={"country": "US"})
            term_id = payment_term_by_code(work.session, "NET30").id
            agree_terms(work, customer_id, shop.company_id, TradeTerms(payment_term_id=term_id))
            return customer_id

        known[name] = shop.run(make)
    return known[name]
