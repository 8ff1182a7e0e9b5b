"""Open the credit account of an account tree with a company, where there is none yet."""

from uuid import UUID

from sqlalchemy import text

from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


def open_credit_account(work: UnitOfWork, company_id: UUID, customer_id: UUID, currency: str) -> None:
    """Open the account of the customer's tree with the company, without a limit; nothing happens if it is open."""
    work.execute(
        text("""
            INSERT INTO crm.credit_account (id, company_id, root_customer_id, currency)
            SELECT :id, :company, root_id, :currency FROM crm.customer WHERE id = :customer
            ON CONFLICT (company_id, root_customer_id) DO NOTHING
        """),
        {"id": new_id(), "company": company_id, "customer": customer_id, "currency": currency},
    )


def open_missing_accounts(work: UnitOfWork, root_customer_id: UUID) -> None:
    """Open accounts with every company that trades with somebody in the tree: after the tree has changed."""
    missing = work.execute(
        text("""
            SELECT DISTINCT t.company_id, t.currency
              FROM crm.customer c JOIN crm.customer_company t ON t.customer_id = c.id
             WHERE c.root_id = :root AND NOT EXISTS (
                 SELECT FROM crm.credit_account a
                  WHERE a.company_id = t.company_id AND a.root_customer_id = :root)
        """),
        {"root": root_customer_id},
    ).all()
    if not missing:
        return
    work.execute(
        text("""
            INSERT INTO crm.credit_account (id, company_id, root_customer_id, currency)
            SELECT given.id, given.company_id, :root, given.currency
              FROM unnest(CAST(:ids AS uuid[]), CAST(:companies AS uuid[]), CAST(:currencies AS text[]))
                   AS given(id, company_id, currency)
            ON CONFLICT (company_id, root_customer_id) DO NOTHING
        """),
        {
            "root": root_customer_id,
            "ids": [new_id() for _ in missing],
            "companies": [row.company_id for row in missing],
            "currencies": [row.currency for row in missing],
        },
    )
