"""End an agreement with a customer on a day: what it would price later is taken out."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork


def end_agreement(work: UnitOfWork, agreement_id: UUID, *, last_day: date, reason: str) -> None:
    """Let every price of the agreement end on a last day at the latest. Raises: NotFound, Refused (no reason)."""
    work.require("crm.agreement.change")
    if not reason.strip():
        raise Refused("Ending an agreement needs a reason: it is kept in the audit trail.", field="reason")
    work.note(reason.strip())
    params = {"agreement": agreement_id, "last": last_day}
    removed = work.execute(
        text("DELETE FROM crm.customer_agreement_line WHERE agreement_id = :agreement AND valid_from > :last "
             "RETURNING id"),
        params,
    ).all()  # fmt: skip
    ended = work.execute(
        text("""UPDATE crm.customer_agreement_line SET valid_to = :last
                 WHERE agreement_id = :agreement AND coalesce(valid_to, 'infinity') > :last RETURNING id"""),
        params,
    ).all()
    if not removed and not ended:
        raise NotFound("This agreement has no prices after that day.")
