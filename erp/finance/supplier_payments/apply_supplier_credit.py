"""Apply a supplier's credit, or a payment made ahead, to what we owe."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from erp.finance.events import SupplierCreditApplied
from erp.finance.open_items.apply import Application
from erp.finance.open_items.settle import check_settlement, item_ids_of, post_settlement
from erp.finance.open_items.state import lock_open_items
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork


def apply_supplier_credit(
    work: UnitOfWork, company_id: UUID, applications: Sequence[Application], *, applied_on: date
) -> None:
    """Settle bills with credits of the same supplier; nothing is posted, both stand on the payable account.

    Raises: Refused for items of different suppliers, discounts or write-offs; Conflict where an item has less open.
    Effects: SupplierCreditApplied.
    """
    items = lock_open_items(work, item_ids_of(applications))
    for item in items.values():
        work.require("finance.supplier_payment.record", item.branch_id)
    check_settlement(items, applications, company_id, "payable")
    if len({item.party_id for item in items.values()}) > 1:
        raise Refused("Credits of one supplier do not settle bills of another.")
    if any(a.from_item_id is None or a.discount_amount or a.write_off_amount for a in applications):
        raise Refused("Choose a credit and a bill for each amount.")
    batch_id = work.reserve_event_id()
    post_settlement(
        work, company_id, items, applications, applied_on=applied_on, purpose="supplier credit applied",
        memo="Supplier credit applied",
    )
    first = items[applications[0].to_item_id]
    work.publish(
        SupplierCreditApplied(
            company_id=company_id, occurred_on=applied_on, application_batch_id=batch_id,
            supplier_id=first.party_id, amount=sum((a.amount for a in applications), ZERO),
            currency=first.currency,
        )
    )
