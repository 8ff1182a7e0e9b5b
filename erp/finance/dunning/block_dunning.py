"""Leave a customer alone for a while: no reminder is proposed."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def block_dunning(
    work: UnitOfWork, company_id: UUID, customer_id: UUID, *, reason: str, until: date | None = None
) -> None:
    """Pass the customer over until a day, or until the block is lifted.

    Raises: Forbidden; Refused without a reason.
    """
    work.require("finance.dunning.run")
    if not reason.strip():
        raise Refused("Say why the customer is not reminded.", field="reason")
    work.execute(
        text("""
            INSERT INTO finance.dunning_block (company_id, customer_id, reason, until)
            VALUES (:company, :customer, :reason, :until)
            ON CONFLICT (company_id, customer_id) DO UPDATE SET reason = excluded.reason, until = excluded.until
        """),
        {"company": company_id, "customer": customer_id, "reason": reason.strip(), "until": until},
    )


def lift_dunning_block(work: UnitOfWork, company_id: UUID, customer_id: UUID) -> None:
    """Remind the customer again like any other; without a block nothing changes.

    Raises: Forbidden.
    """
    work.require("finance.dunning.run")
    work.execute(
        text("DELETE FROM finance.dunning_block WHERE company_id = :company AND customer_id = :customer"),
        {"company": company_id, "customer": customer_id},
    )
