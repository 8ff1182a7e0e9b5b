"""Lock credit accounts: the first lock of every step that may raise a customer's exposure."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from erp.kernel.unit_of_work import UnitOfWork


def lock_credit_account(work: UnitOfWork, company_id: UUID, root_customer_id: UUID) -> None:
    """Make every other order of the account tree wait until this one is decided.

    An open account without a limit is not locked: there is nothing to keep, and a cash-sale customer's account would
    make every counter wait for every other.
    """
    work.execute(
        text("""
            SELECT id FROM crm.credit_account
             WHERE company_id = :company AND root_customer_id = :root
               AND (limit_amount IS NOT NULL OR status = 'blocked')
             FOR NO KEY UPDATE
        """),
        {"company": company_id, "root": root_customer_id},
    )


def lock_credit_accounts(work: UnitOfWork, root_customer_ids: Collection[UUID]) -> None:
    """Lock the accounts of whole trees with every company, in id order: while a tree changes its shape or its limit."""
    work.execute(
        text("""
            SELECT id FROM crm.credit_account WHERE root_customer_id = ANY(CAST(:roots AS uuid[]))
             ORDER BY id FOR NO KEY UPDATE
        """),
        {"roots": list(root_customer_ids)},
    )
