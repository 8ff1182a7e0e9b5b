"""Decide on a held supplier bill: it is owed as billed."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from erp.finance.payables.match import Tolerance, match_goods
from erp.finance.payables.models import SupplierBill, SupplierBillLine
from erp.finance.payables.post_bill import BillToPost, PostedLine, billed_goods, lock_received_goods, post_bill
from erp.kernel.errors import Conflict, Forbidden, NotFound, Refused
from erp.kernel.rows import lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company, first_open_date

ANY_PRICE = Decimal("1000000000")


def approve_supplier_bill(work: UnitOfWork, bill_id: UUID, *, reason: str) -> None:
    """Post a bill that was held for its price, by somebody else than entered it.

    It is matched again as the receipts stand now, and posted on its day or, where that is closed, the first open one.
    Raises: NotFound; Conflict where it is decided already; Forbidden to whoever entered it; Refused without a reason
    or where the goods have been billed meanwhile.
    Effects: as posting a bill.
    """
    rows = lock_rows(work, SupplierBill, [bill_id])
    if not rows:
        raise NotFound("There is no such supplier bill.")
    row = rows[0]
    work.require("finance.supplier_bill.approve", row.branch_id)
    if row.status != "held":
        raise Conflict("Supplier bill %(number)s is %(status)s already.", number=row.number, status=row.status)
    if row.entered_by == work.actor.name and not work.actor.is_system:
        raise Forbidden("You entered %(number)s: somebody else has to approve it.", number=row.number)
    if not reason.strip():
        raise Refused("Say why the bill is owed as billed.", field="reason")
    lines = work.session.execute(
        select(SupplierBillLine.__table__).where(SupplierBillLine.bill_id == bill_id).order_by("position")
    ).all()
    facts = company(work.session, row.company_id)
    received = lock_received_goods(work, row.company_id, row.supplier_id, [line.grni_item_id for line in lines])
    goods = [
        billed_goods(line.position, line.grni_item_id, line.qty, line.amount) for line in lines if line.grni_item_id
    ]
    tolerance = Tolerance(facts.settings["bill_qty_tolerance_percent"], ANY_PRICE)
    matched = {line.grni_item_id: line for line in match_goods(goods, received, tolerance, facts.minor_units)}
    posted_on = first_open_date(work.session, row.company_id, "payables", row.billed_on)
    update_rows(
        work, SupplierBill, ("id",),
        [{"id": bill_id, "status": "posted", "posted_on": posted_on, "decided_by": work.actor.name,
          "decision_reason": reason.strip()}],
    )
    post_bill(
        work,
        BillToPost(
            id=bill_id, company=facts, branch_id=row.branch_id, supplier_id=row.supplier_id, number=row.number,
            supplier_number=row.supplier_number, billed_on=row.billed_on, posted_on=posted_on,
            tax_amount=row.tax_amount, total_amount=row.total_amount, payment_term_id=row.payment_term_id,
            due_on=None if row.payment_term_id else row.due_on,
            lines=[
                PostedLine(
                    line.id, line.grni_item_id, line.account_id, line.description, line.qty, line.amount,
                    matched.get(line.grni_item_id),
                )
                for line in lines
            ],
        ),
    )
