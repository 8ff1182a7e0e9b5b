"""The accounts a report lists, and the one that carries the results of earlier years."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import Refused

COST_OF_SALES_ROLES = (
    "cogs", "late_cost_cogs", "purchase_price_variance", "inventory_adjustment", "count_gain_loss", "scrap_loss",
)
RESULT_KINDS = ("income", "expense")

_ACCOUNTS = text("""
    SELECT a.id, a.code, a.name, a.kind, a.control,
           EXISTS (SELECT FROM finance.account_determination d
                   WHERE d.account_id = a.id AND d.role = ANY(CAST(:cost_roles AS text[]))) AS is_cost_of_sales,
           EXISTS (SELECT FROM finance.account_determination d
                   WHERE d.account_id = a.id AND d.role = 'retained_earnings') AS is_retained_earnings
    FROM finance.account a WHERE a.company_id = :company ORDER BY a.code COLLATE "C"
""")


@dataclass(frozen=True)
class ReportAccount:
    """One account as reports see it."""

    id: UUID
    code: str
    name: str
    kind: str
    control: str | None
    is_cost_of_sales: bool
    is_retained_earnings: bool

    @property
    def counts_by_year(self) -> bool:
        """Whether the account begins each fiscal year at zero."""
        return self.kind in RESULT_KINDS


def report_accounts(session: Session, company_id: UUID) -> list[ReportAccount]:
    """Every account of the company, by code, in one query."""
    rows = session.execute(_ACCOUNTS, {"company": company_id, "cost_roles": list(COST_OF_SALES_ROLES)})
    return [ReportAccount(**row._mapping) for row in rows]


def retained_earnings(accounts: list[ReportAccount]) -> ReportAccount:
    """The account to which results of earlier years belong.

    Raises: Refused where the account determination names none.
    """
    for account in accounts:
        if account.is_retained_earnings:
            return account
    raise Refused("No account is set for results of earlier years. Set it under Ledger, Account determination.")
