"""Which consolidated invoices are due: customers billed by the day, every day; by the week, when it has ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

SUNDAY = 6

_GROUPS = text("""
    SELECT u.branch_id, b.code AS branch_code, u.customer_id, c.code AS customer_code, c.name AS customer_name,
           u.payment_term_id, u.currency, count(*) AS line_count, sum(u.open_amount) AS open_amount,
           min(u.tax_point_on) AS oldest_on, u.billing_mode
    FROM finance.unbilled_line u
    JOIN organization.branch b ON b.id = u.branch_id
    JOIN crm.customer c ON c.id = u.customer_id
    WHERE u.company_id = :company AND u.is_open
      AND u.tax_point_on <= CASE u.billing_mode WHEN 'weekly' THEN CAST(:week AS date) ELSE CAST(:day AS date) END
      AND (CAST(:branch AS uuid) IS NULL OR u.branch_id = CAST(:branch AS uuid))
    GROUP BY u.branch_id, b.code, u.customer_id, c.code, c.name, u.payment_term_id, u.currency,
             u.billing_mode
    ORDER BY b.code, c.name, u.customer_id, u.payment_term_id, u.billing_mode
""")


@dataclass(frozen=True)
class BillingGroup:
    """The unbilled lines that go on one invoice; ``open_amount`` is net of tax."""

    branch_id: UUID
    branch_code: str
    customer_id: UUID
    customer_code: str
    customer_name: str
    payment_term_id: UUID
    currency: str
    line_count: int
    open_amount: Decimal
    oldest_on: date
    billing_mode: str


def last_week_end(on: date) -> date:
    """The last Sunday not after the day: weeks are invoiced whole."""
    return on - timedelta(days=(on.weekday() - SUNDAY) % 7)


def due_groups(session: Session, company_id: UUID, on: date, branch_id: UUID | None = None) -> list[BillingGroup]:
    """The consolidated invoices due on a day."""
    rows = session.execute(
        _GROUPS, {"company": company_id, "day": on, "week": last_week_end(on), "branch": branch_id}
    )
    return [BillingGroup(**row._mapping) for row in rows]


def open_groups(session: Session, company_id: UUID) -> list[BillingGroup]:
    """Everything unbilled, due or not, by the invoice it will be on."""
    rows = session.execute(
        _GROUPS, {"company": company_id, "day": date.max, "week": date.max, "branch": None}
    )
    return [BillingGroup(**row._mapping) for row in rows]
