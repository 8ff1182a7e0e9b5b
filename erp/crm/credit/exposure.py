"""Credit exposure: what an account tree owes and has asked for, in one query and by one definition everywhere.

Exposure = receivable + shipped and not billed + open orders, tax included, in the company's currency, over every
customer under the root. Orders that are held or drafts do not count: they are nobody's promise yet.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class CreditStanding:
    """Where an account tree stands with one company."""

    company_id: UUID
    root_customer_id: UUID
    currency: str
    limit_amount: Decimal | None
    status: str
    receivable_amount: Decimal
    unbilled_amount: Decimal
    open_order_amount: Decimal

    @property
    def exposure_amount(self) -> Decimal:
        """Everything the company has at risk with the tree."""
        return self.receivable_amount + self.unbilled_amount + self.open_order_amount

    @property
    def available_amount(self) -> Decimal | None:
        """What may still be asked for; below zero when the limit is exceeded, None without a limit."""
        return None if self.limit_amount is None else self.limit_amount - self.exposure_amount

    def refuses(self, amount: Decimal) -> str | None:
        """Why one more order of that amount has to wait: ``account_blocked``, ``over_limit``, or None."""
        if self.status == "blocked":
            return "account_blocked"
        if self.limit_amount is not None and self.exposure_amount + amount > self.limit_amount:
            return "over_limit"
        return None


# The sum folded so far, then the entries after each fold's watermark, then the open orders. A watermark ahead of the
# cluster's own transactions comes from a restored backup: such a fold is passed over, and every entry counts by itself.
# Orders are read by their table's name, not through the part that owns them, because that part asks this one.
_STANDING = text("""
    WITH member AS (
        SELECT a.company_id, a.root_customer_id, c.id AS customer_id
          FROM crm.credit_account a JOIN crm.customer c ON c.root_id = a.root_customer_id
         WHERE a.root_customer_id = ANY(CAST(:roots AS uuid[])) AND a.company_id = :company
    ), fold AS (
        SELECT m.root_customer_id, m.company_id, m.customer_id, f.kind, f.amount, f.watermark
          FROM member m JOIN crm.exposure_fold f ON f.company_id = m.company_id AND f.customer_id = m.customer_id
         WHERE f.watermark <= (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint
    ), part AS (
        SELECT root_customer_id, kind, amount FROM fold
        UNION ALL
        SELECT m.root_customer_id, e.kind, e.amount
          FROM member m
          JOIN crm.exposure_entry e ON e.company_id = m.company_id AND e.customer_id = m.customer_id
          LEFT JOIN fold f ON f.customer_id = m.customer_id AND f.kind = e.kind
         WHERE e.xact_id >= coalesce(f.watermark, 0)
        UNION ALL
        SELECT m.root_customer_id, 'open_order', o.open_amount
          FROM member m
          JOIN crm.sales_order o ON o.company_id = m.company_id AND o.customer_id = m.customer_id
               AND o.decision = 'released' AND o.open_amount <> 0
    ), total AS (
        SELECT root_customer_id,
               coalesce(sum(amount) FILTER (WHERE kind = 'receivable'), 0) AS receivable,
               coalesce(sum(amount) FILTER (WHERE kind = 'unbilled'), 0) AS unbilled,
               coalesce(sum(amount) FILTER (WHERE kind = 'open_order'), 0) AS open_order
          FROM part GROUP BY root_customer_id
    )
    SELECT a.company_id, a.root_customer_id, a.currency, a.limit_amount, a.status,
           coalesce(t.receivable, 0), coalesce(t.unbilled, 0), coalesce(t.open_order, 0)
      FROM crm.credit_account a LEFT JOIN total t USING (root_customer_id)
     WHERE a.root_customer_id = ANY(CAST(:roots AS uuid[])) AND a.company_id = :company
""")


def credit_standings(
    session: Session, company_id: UUID, root_customer_ids: Collection[UUID]
) -> dict[UUID, CreditStanding]:
    """The standing of each root with the company; a root without an account (no terms agreed) is left out."""
    if not root_customer_ids:
        return {}
    rows = session.execute(_STANDING, {"company": company_id, "roots": list(root_customer_ids)})
    return {row.root_customer_id: CreditStanding(*row) for row in rows}
