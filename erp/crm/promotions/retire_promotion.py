"""Retire a promotion: it gives nothing from now on, and stays on the orders that earned it."""

from uuid import UUID

from erp.crm.promotions.models import Promotion
from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork


def retire_promotion(work: UnitOfWork, promotion_id: UUID) -> None:
    """Take a promotion out of use; retiring it again changes nothing.

    Raises: Forbidden, NotFound.
    """
    work.require("crm.promotion.change")
    promotion = work.session.get(Promotion, promotion_id)
    if promotion is None:
        raise NotFound("There is no such promotion.")
    if promotion.status != "retired":
        promotion.status = "retired"
        promotion.version += 1
    work.session.flush()
