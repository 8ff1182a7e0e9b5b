"""Tell customer relations what the posted entries changed in what customers owe."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from erp.crm.api import Exposure, append_exposure
from erp.finance.postings.post_by_role import RoleEntry
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork


def tell_exposure(
    work: UnitOfWork, company_id: UUID, entries: Sequence[RoleEntry], unbilled: Sequence[Exposure] = ()
) -> None:
    """Every amount on the receivable account of a customer is exposure of that customer, no more and no less.

    ``unbilled`` adds what shipped lines not invoiced count for, tax included; the ledger holds them net of tax.
    """
    receivable: dict[tuple[UUID, UUID], Decimal] = {}
    for entry in entries:
        for line in entry.lines:
            if line.role == "receivable" and line.customer_id is not None:
                key = (line.customer_id, entry.source_id)
                receivable[key] = receivable.get(key, ZERO) + line.amount
    exposures = [
        Exposure(
            company_id=company_id, customer_id=customer_id, amount=amount, kind="receivable", source_id=source_id
        )
        for (customer_id, source_id), amount in receivable.items()
        if amount
    ]
    exposures += [exposure for exposure in unbilled if exposure.amount]
    if exposures:
        append_exposure(work, exposures)
