"""Set how much credit an account tree has with a company, or block it."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.crm.credit.exposure import credit_standings
from erp.crm.credit.lock_account import lock_credit_accounts
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork


def set_credit_limit(
    work: UnitOfWork,
    company_id: UUID,
    customer_id: UUID,
    *,
    limit_amount: Decimal | None,
    reason: str,
    status: str = "open",
) -> None:
    """Set the limit of the customer's tree with the company; None means no limit. A blocked account holds every order.

    A limit below what is owed already is allowed: it holds further orders, which is what it is for.

    Units: company currency.
    Raises: NotFound, Refused (no reason; the customer is not the top of its tree; below zero).
    """
    work.require("crm.credit_limit.set")
    if not reason.strip():
        raise Refused("A credit limit is set for a reason: write it down.", field="reason")
    if limit_amount is not None and limit_amount < 0:
        raise Refused("A credit limit cannot be below zero.", field="limit_amount")
    if status not in ("open", "blocked"):
        raise Refused("A credit account is open or blocked.", field="status")
    top = work.execute(
        text("""SELECT c.root_id, r.code, r.name FROM crm.customer c JOIN crm.customer r ON r.id = c.root_id
                 WHERE c.id = :id"""),
        {"id": customer_id},
    ).one_or_none()
    if top is None:
        raise NotFound("There is no such customer.")
    if top.root_id != customer_id:
        raise Refused(
            "Credit is kept at the top account: set the limit on %(code)s %(name)s.",
            code=top.code, name=top.name,
        )
    lock_credit_accounts(work, [customer_id])
    if customer_id not in credit_standings(work.session, company_id, [customer_id]):
        raise NotFound("The company has agreed no terms with this customer yet. Set its payment term first.")
    work.note(reason.strip())
    work.execute(
        text("""
            UPDATE crm.credit_account SET limit_amount = :limit, status = :status, note = :reason,
                   version = version + 1
             WHERE company_id = :company AND root_customer_id = :root
        """),
        {
            "limit": limit_amount,
            "status": status,
            "reason": reason.strip(),
            "company": company_id,
            "root": customer_id,
        },
    )
