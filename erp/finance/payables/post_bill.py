"""Post a matched supplier bill: what is owed, for what, and what the goods really cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.events import SupplierBillPosted
from erp.finance.inventory_accounting.models import GrniEntry, GrniItem
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.payables.match import BilledGoods, MatchedLine, ReceivedGoods
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.inventory.api import LateCost, add_receipt_cost, items
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_unit
from erp.kernel.rows import insert_rows, lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import CompanyFacts
from erp.terms.api import due_dates, payment_terms


@dataclass(frozen=True)
class GoodsOnReceipt(ReceivedGoods):
    """An open receipt line under its lock, with what its ledger lines carry."""

    branch_id: UUID
    warehouse_id: UUID
    family_id: UUID
    amount: Decimal


@dataclass(frozen=True)
class PostedLine:
    """A bill line ready to be posted; ``matched`` where it is goods of a receipt."""

    id: UUID
    grni_item_id: UUID | None
    account_id: UUID | None
    description: str
    qty: Decimal
    amount: Decimal
    matched: MatchedLine | None

    @property
    def unit_cost(self) -> Decimal:
        return round_unit(self.amount / self.qty) if self.qty else self.amount


@dataclass(frozen=True)
class BillToPost:
    """A bill ready to be posted."""

    id: UUID
    company: CompanyFacts
    branch_id: UUID
    supplier_id: UUID
    number: str
    supplier_number: str
    billed_on: date
    posted_on: date
    tax_amount: Decimal
    total_amount: Decimal
    payment_term_id: UUID | None
    due_on: date | None
    lines: Sequence[PostedLine]


def billed_goods(index: int, grni_item_id: UUID, qty: Decimal, amount: Decimal) -> BilledGoods:
    """The line as matching wants it."""
    return BilledGoods(index, grni_item_id, qty, amount)


def lock_received_goods(
    work: UnitOfWork, company_id: UUID, supplier_id: UUID, grni_item_ids: Iterable[UUID | None]
) -> dict[UUID, GoodsOnReceipt]:
    """Lock the receipt lines a bill names, in id order.

    Raises: Refused where one is not this supplier's and company's.
    """
    wanted = {item_id for item_id in grni_item_ids if item_id is not None}
    rows = lock_rows(work, GrniItem, wanted)
    facts = items(work.session, {row.item_id for row in rows}) if rows else {}
    if len(rows) != len(wanted) or any((r.company_id, r.supplier_id) != (company_id, supplier_id) for r in rows):
        raise Refused("A receipt line on the bill is not this supplier's. Open the bill entry again.")
    return {
        row.id: GoodsOnReceipt(
            row.id, f"{facts[row.item_id].sku} of {row.goods_receipt_number}", row.open_qty, row.open_amount,
            row.branch_id, row.warehouse_id, row.family_id, row.amount,
        )
        for row in rows
    }


def post_bill(work: UnitOfWork, bill: BillToPost) -> None:
    """Dr goods received not invoiced, accounts and tax; Cr payable.

    Effects: price differences go to where the goods are, or to price variance, as the company chose
    (ReceiptCostAdjusted, posted against the same receipt lines); receipt lines close; open items by terms;
    SupplierBillPosted.
    """
    goods = lock_received_goods(
        work, bill.company.id, bill.supplier_id, [line.grni_item_id for line in bill.lines]
    )
    differences = [
        LateCost(line.grni_item_id, line.matched.difference_amount)
        for line in bill.lines
        if line.grni_item_id is not None and line.matched is not None and line.matched.difference_amount
    ]
    if differences:
        add_receipt_cost(
            work, differences, occurred_on=bill.posted_on, cause="bill_price_difference",
            origin_kind="supplier_bill", origin_id=bill.id,
            to_variance=bill.company.settings["bill_price_difference"] == "variance",
        )
    work.reserve_event_id()  # the one of SupplierBillPosted: the late cost has published its own
    entry = RoleEntry(
        bill.posted_on, "supplier bill", f"Supplier bill {bill.number}, their {bill.supplier_number}", "payables",
        "supplier_bill", bill.id, _lines(bill, goods),
    )
    post_by_role(work, bill.company.id, [entry])
    _close_receipt_lines(work, bill, goods)
    _open_items(work, bill)
    work.publish(
        SupplierBillPosted(
            company_id=bill.company.id, occurred_on=bill.posted_on, supplier_bill_id=bill.id, number=bill.number,
            supplier_id=bill.supplier_id, total_amount=bill.total_amount, currency=bill.company.currency,
        )
    )


def _lines(bill: BillToPost, goods: dict[UUID, GoodsOnReceipt]) -> list[RoleLine]:
    lines = []
    for line in bill.lines:
        if line.grni_item_id is not None:
            received = goods[line.grni_item_id]
            lines.append(
                RoleLine(
                    "grni", line.amount, received.branch_id, family_id=received.family_id,
                    warehouse_id=received.warehouse_id, supplier_id=bill.supplier_id,
                    subledger_kind="grni_item", subledger_id=line.grni_item_id,
                )
            )
        else:
            lines.append(
                RoleLine(
                    "account", line.amount, bill.branch_id, supplier_id=bill.supplier_id,
                    account_id=line.account_id,
                )
            )
    lines.append(RoleLine("tax_receivable", bill.tax_amount, bill.branch_id, supplier_id=bill.supplier_id))
    lines.append(
        RoleLine(
            "payable", -bill.total_amount, bill.branch_id, supplier_id=bill.supplier_id,
            subledger_kind="supplier_bill", subledger_id=bill.id,
        )
    )
    return lines


def _close_receipt_lines(work: UnitOfWork, bill: BillToPost, goods: dict[UUID, GoodsOnReceipt]) -> None:
    matched = [line.matched for line in bill.lines if line.matched is not None]
    update_rows(
        work,
        GrniItem,
        ("id",),
        [
            {
                "id": line.grni_item_id,
                "amount": goods[line.grni_item_id].amount + line.difference_amount,
                "open_qty": goods[line.grni_item_id].open_qty - line.matched_qty,
                "open_amount": goods[line.grni_item_id].open_amount - line.received_amount,
            }
            for line in matched
        ],
    )
    changes = [
        (line.grni_item_id, kind, qty, amount)
        for line in matched
        for kind, qty, amount in (
            ("price_difference", ZERO, line.difference_amount),
            ("billed", -line.matched_qty, -(line.received_amount + line.difference_amount)),
        )
        if qty or amount
    ]
    insert_rows(
        work,
        GrniEntry,
        [
            {
                "id": new_id(), "company_id": bill.company.id, "grni_item_id": item_id, "kind": kind, "qty": qty,
                "amount": amount, "occurred_on": bill.posted_on, "source_kind": "supplier_bill",
                "source_id": bill.id,
            }
            for item_id, kind, qty, amount in changes
        ],
    )


def _open_items(work: UnitOfWork, bill: BillToPost) -> None:
    kind = "supplier_bill" if bill.total_amount > 0 else "supplier_credit"
    if bill.payment_term_id is not None and bill.due_on is None and bill.total_amount > 0:
        term = payment_terms(work.session, [bill.payment_term_id])[bill.payment_term_id]
        instalments = due_dates(
            term, bill.billed_on, bill.total_amount, bill.company.minor_units, bill.tax_amount
        )
        due = [(i.due_on, i.amount, i.discount_until, i.discount_amount) for i in instalments]
    else:
        due = [(bill.due_on or bill.billed_on, bill.total_amount, None, ZERO)]
    open_items(
        work,
        bill.company.id,
        [
            NewOpenItem(
                "payable", kind, bill.supplier_id, bill.branch_id, bill.id, bill.number, bill.company.currency,
                amount, bill.posted_on, due_on, position, discount_until, discount,
            )
            for position, (due_on, amount, discount_until, discount) in enumerate(due, start=1)
        ],
    )
