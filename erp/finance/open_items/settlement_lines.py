"""What settling one open item with another means for the ledger: mostly nothing, both stand on one account."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from erp.finance.open_items.apply import Application
from erp.finance.open_items.state import OpenItemState
from erp.finance.postings.post_by_role import RoleLine
from erp.kernel.money import ZERO

CONTROL_ROLE = {"receivable": "receivable", "payable": "payable"}
DISCOUNT_ROLE = {"receivable": "sales_discount", "payable": "purchase_discount"}
WRITE_OFF_ROLE = {"receivable": "write_off", "payable": "write_off"}
DOCUMENT_KIND = {
    "sales_invoice": "sales_invoice",
    "credit_memo": "credit_memo",
    "cash_receipt": "cash_receipt",
    "receipt_reversal": "cash_receipt",
    "refund": "cash_receipt",
    "dunning_fee": "dunning_notice",
    "supplier_bill": "supplier_bill",
    "supplier_credit": "supplier_bill",
    "supplier_payment": "supplier_payment",
    "payment_reversal": "supplier_payment",
}


def control_line(item: OpenItemState, amount: Decimal) -> RoleLine:
    """The line on the control account for an amount of an item: positive where more is owed, as the side says."""
    is_receivable = item.side == "receivable"
    return RoleLine(
        CONTROL_ROLE[item.side],
        amount if is_receivable else -amount,
        item.branch_id,
        customer_id=item.party_id if is_receivable else None,
        supplier_id=None if is_receivable else item.party_id,
        subledger_kind=DOCUMENT_KIND[item.kind],
        subledger_id=item.document_id,
    )


def settlement_lines(
    items: Mapping[UUID, OpenItemState], applications: Sequence[Application]
) -> list[RoleLine]:
    """The lines for discounts, write-offs, and settlements across customers or branches.

    An invoice paid by another member of the customer's group, or through another branch, moves between the two on
    the control account, so that it agrees with the open items customer by customer.
    """
    lines: list[RoleLine] = []
    for application in applications:
        target = items[application.to_item_id]
        for role, amount in (
            (DISCOUNT_ROLE[target.side], application.discount_amount),
            (WRITE_OFF_ROLE[target.side], application.write_off_amount),
        ):
            if amount:
                settled = control_line(target, -amount)
                lines += [
                    settled,
                    replace(settled, role=role, amount=-settled.amount, subledger_kind=None, subledger_id=None),
                ]
        if application.from_item_id is not None and application.amount != ZERO:
            source = items[application.from_item_id]
            if (source.party_id, source.branch_id) != (target.party_id, target.branch_id):
                lines += [
                    control_line(target, -application.amount),
                    control_line(source, application.amount),
                ]
    return lines
