"""Propose reminders: whoever is overdue long enough is to be reminded at the next level."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.finance.dunning.models import DunningNotice
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import round_amount
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company

# An item goes up one level at a time, and only after the reminder of the level below was sent.
_DUE = text("""
    SELECT i.id, i.customer_id, i.original_amount, i.balance_amount, CAST(:on AS date) - i.due_on AS overdue_days,
           next.level, next.fee_amount, next.fee_percent
      FROM finance.open_item i
      LEFT JOIN LATERAL (
          SELECT max(n.level) AS level, bool_or(n.status = 'proposed') AS waits
            FROM finance.dunning_notice n WHERE n.open_item_id = i.id AND n.status <> 'withdrawn') AS last ON true
      JOIN finance.dunning_level next
        ON next.company_id = i.company_id AND next.level = coalesce(last.level, 0) + 1
       AND CAST(:on AS date) - i.due_on >= next.overdue_days
     WHERE i.company_id = :company AND i.side = 'receivable' AND i.kind = 'sales_invoice' AND i.balance_amount > 0
       AND NOT coalesce(last.waits, false)
       AND NOT EXISTS (SELECT FROM finance.dunning_block b
                        WHERE b.company_id = i.company_id AND b.customer_id = i.customer_id
                          AND (b.until IS NULL OR b.until >= :on))
     ORDER BY i.customer_id, i.due_on, i.id
""")


def propose_reminders(work: UnitOfWork, company_id: UUID, *, on: date) -> int:
    """Propose a reminder for every invoice overdue long enough for its next level; return how many.

    Nothing is sent or charged yet. Customers left alone are passed over. Proposing again on the same day adds nothing.

    Rounding: a fee in per cent of the original amount, half up.
    Raises: Forbidden; Refused where the company has no levels.
    """
    work.require("finance.dunning.run")
    facts = company(work.session, company_id)
    has_levels = work.execute(
        text("SELECT 1 FROM finance.dunning_level WHERE company_id = :company LIMIT 1"), {"company": company_id}
    ).first()
    if has_levels is None:
        raise Refused("Set the levels of dunning first.")
    work.execute(
        text("SELECT pg_advisory_xact_lock(hashtext('finance.dunning'), hashtext(:company))"),
        {"company": str(company_id)},
    )
    rows = work.execute(_DUE, {"company": company_id, "on": on}).all()
    insert_rows(
        work,
        DunningNotice,
        [
            {
                "id": new_id(), "company_id": company_id, "open_item_id": row.id, "customer_id": row.customer_id,
                "level": row.level, "status": "proposed", "proposed_on": on, "overdue_days": row.overdue_days,
                "open_amount": row.balance_amount,
                "fee_amount": _fee(row.fee_amount, row.fee_percent, row.original_amount, facts.minor_units),
                "actor": work.actor.name, "proposed_at": work.now,
            }
            for row in rows
        ],
    )
    return len(rows)


def _fee(amount: Decimal, percent: Decimal, of: Decimal, minor_units: int) -> Decimal:
    return amount + round_amount(of * percent / 100, minor_units)
