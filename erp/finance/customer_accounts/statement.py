"""The statement of a customer's account: what was owed, what happened, what is owed."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.open_items.aging import AgedItem, AgedParty, aging, open_items_on
from erp.kernel.money import ZERO


@dataclass(frozen=True)
class Movement:
    """One change of the account and the balance after it."""

    on: date
    kind: str
    number: str
    document_id: UUID | None
    amount: Decimal
    balance_amount: Decimal


@dataclass(frozen=True)
class Statement:
    """The account of one customer with one company over some days."""

    customer_id: UUID
    currency: str
    first_day: date
    last_day: date
    opening_amount: Decimal
    movements: tuple[Movement, ...]
    closing_amount: Decimal
    open_items: tuple[AgedItem, ...]
    age: AgedParty | None


# Discounts and differences written off settle without a document of their own; a payment of another member of the
# group settles this customer's invoice, and this customer's payment may settle another's.
_MOVEMENTS = text("""
    SELECT posted_on AS day, 0 AS rank, kind, number, document_id, sum(original_amount) AS amount
    FROM finance.open_item
    WHERE company_id = :company AND side = 'receivable' AND customer_id = :customer
      AND posted_on BETWEEN :first AND :last
    GROUP BY posted_on, kind, number, document_id
    UNION ALL
    SELECT a.applied_on, 1, 'discount', t.number, t.document_id, -sum(a.discount_amount)
    FROM finance.cash_application a JOIN finance.open_item t ON t.id = a.to_item_id
    WHERE a.company_id = :company AND t.customer_id = :customer AND a.applied_on BETWEEN :first AND :last
      AND a.discount_amount <> 0
    GROUP BY a.applied_on, t.number, t.document_id
    UNION ALL
    SELECT a.applied_on, 2, 'write_off', t.number, t.document_id, -sum(a.write_off_amount)
    FROM finance.cash_application a JOIN finance.open_item t ON t.id = a.to_item_id
    WHERE a.company_id = :company AND t.customer_id = :customer AND a.applied_on BETWEEN :first AND :last
      AND a.write_off_amount <> 0
    GROUP BY a.applied_on, t.number, t.document_id
    UNION ALL
    SELECT a.applied_on, 3, 'settled_by_group', t.number, t.document_id, -sum(a.amount)
    FROM finance.cash_application a
    JOIN finance.open_item t ON t.id = a.to_item_id
    JOIN finance.open_item f ON f.id = a.from_item_id AND f.customer_id <> t.customer_id
    WHERE a.company_id = :company AND t.customer_id = :customer AND a.applied_on BETWEEN :first AND :last
    GROUP BY a.applied_on, t.number, t.document_id
    UNION ALL
    SELECT a.applied_on, 4, 'used_in_group', f.number, f.document_id, sum(a.amount)
    FROM finance.cash_application a
    JOIN finance.open_item f ON f.id = a.from_item_id
    JOIN finance.open_item t ON t.id = a.to_item_id AND f.customer_id <> t.customer_id
    WHERE a.company_id = :company AND f.customer_id = :customer AND a.applied_on BETWEEN :first AND :last
    GROUP BY a.applied_on, f.number, f.document_id
    ORDER BY day, rank, number
""")


def customer_statement(
    session: Session, company_id: UUID, customer_id: UUID, first_day: date, last_day: date, currency: str
) -> Statement:
    """Opening balance, every movement, closing balance; and what of it is open, by age, on the last day."""
    before = aging(session, company_id, "receivable", first_day - timedelta(days=1), [customer_id])
    opening = sum((line.total for line in before), ZERO)
    balance = opening
    movements = []
    rows = session.execute(
        _MOVEMENTS, {"company": company_id, "customer": customer_id, "first": first_day, "last": last_day}
    )
    for row in rows:
        if row.amount:
            balance += row.amount
            movements.append(Movement(row.day, row.kind, row.number, row.document_id, row.amount, balance))
    ages = aging(session, company_id, "receivable", last_day, [customer_id])
    return Statement(
        customer_id, currency, first_day, last_day, opening, tuple(movements), balance,
        tuple(open_items_on(session, company_id, "receivable", last_day, [customer_id])),
        ages[0] if ages else None,
    )
