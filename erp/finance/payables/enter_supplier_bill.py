"""Enter a supplier's bill: matched with what came, posted where it agrees, held where it does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text

from erp.finance.payables.bear_tax import bear_tax
from erp.finance.payables.match import Tolerance, match_goods
from erp.finance.payables.models import SupplierBill, SupplierBillLine
from erp.finance.payables.post_bill import BillToPost, PostedLine, billed_goods, lock_received_goods, post_bill
from erp.finance.payables.supplier_number import number_key
from erp.finance.wording import amount_text
from erp.inventory.api import supplier_terms
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_amount
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import CompanyFacts, company, first_open_date
from erp.terms.api import due_dates, payment_terms

LOOKS_ALIKE_DAYS = 45


@dataclass(frozen=True)
class BillLine:
    """A line as it stands on the bill: goods of a receipt line, or an amount for an account.

    ``index`` is the row it was typed in; ``unit_cost`` is per base unit of the item.
    """

    description: str
    qty: Decimal
    amount: Decimal
    grni_item_id: UUID | None = None
    account_id: UUID | None = None
    index: int = 0


@dataclass(frozen=True)
class EnteredBill:
    """The bill as it was taken in; ``held_because`` says what somebody has to decide."""

    id: UUID
    number: str
    status: str
    held_because: str


def enter_supplier_bill(
    work: UnitOfWork,
    *,
    company_id: UUID,
    branch_id: UUID,
    supplier_id: UUID,
    supplier_number: str,
    billed_on: date,
    total_amount: Decimal,
    lines: Sequence[BillLine],
    tax_amount: Decimal = ZERO,
    deductible_percent: Decimal = Decimal(100),
    posted_on: date | None = None,
    due_on: date | None = None,
    note: str = "",
    is_no_duplicate: bool = False,
) -> EnteredBill:
    """Dr goods received not invoiced, Dr accounts of other lines, Dr tax; Cr payable. A negative total is a credit.

    It is posted on its own date, or ``posted_on``, or where that month is closed on the first open day after it.
    Of the tax only ``deductible_percent`` may be deducted: the rest is a cost of the lines.
    A price above the receipt beyond the company's tolerance holds the bill; a difference within it follows the goods
    (on hand: inventory; sold: cost of sales; at standard cost: price variance). The receipt line comes to zero.

    Rounding: what a part of a receipt line was received at is its share, half up; the last part takes the rest.
    Raises: Refused where the lines do not add up to the total, or more is billed than came; Conflict where the
    supplier's number has been entered before, or a bill looks the same and nobody said it is another.
    Effects: when posted, SupplierBillPosted, open items by the supplier's terms, ReceiptCostAdjusted.
    """
    work.require("finance.supplier_bill.enter", branch_id)
    facts = company(work.session, company_id)
    key = number_key(supplier_number)
    _check_total(facts, lines, tax_amount, total_amount)
    if not 0 <= deductible_percent <= 100:
        raise Refused("Write a percentage from 0 to 100.", field="deductible_percent")
    tax_amount, borne = bear_tax([line.amount for line in lines], tax_amount, deductible_percent, facts.minor_units)
    lines = [replace(line, amount=line.amount + share) for line, share in zip(lines, borne, strict=True)]
    _refuse_known_number(work, supplier_id, key, supplier_number)
    if not is_no_duplicate:
        _refuse_look_alike(work, company_id, supplier_id, billed_on, total_amount)
    received = lock_received_goods(work, company_id, supplier_id, [line.grni_item_id for line in lines])
    tolerance = Tolerance(
        facts.settings["bill_qty_tolerance_percent"], facts.settings["bill_price_tolerance_percent"]
    )
    goods = [
        billed_goods(line.index, line.grni_item_id, line.qty, line.amount)
        for line in lines
        if line.grni_item_id is not None
    ]
    matched = match_goods(goods, received, tolerance, facts.minor_units)
    held_because = "; ".join(line.exception for line in matched if line.exception)
    by_item = {line.grni_item_id: line for line in matched}
    posted_lines = [
        PostedLine(
            new_id(), line.grni_item_id, line.account_id, line.description, line.qty, line.amount,
            by_item[line.grni_item_id] if line.grni_item_id else None,
        )
        for line in lines
    ]
    terms = supplier_terms(work.session, supplier_id, company_id)
    term_id = terms.payment_term_id if terms else None
    bill = BillToPost(
        id=new_id(), company=facts, branch_id=branch_id, supplier_id=supplier_id,
        number=draw_numbers(work, "supplier_bill")[0], supplier_number=supplier_number.strip(),
        billed_on=billed_on,
        posted_on=first_open_date(work.session, company_id, "payables", posted_on or billed_on),
        tax_amount=tax_amount, total_amount=total_amount,
        payment_term_id=term_id, due_on=due_on, lines=posted_lines,
    )
    _store(work, bill, key, note, held_because, _last_due(work, bill))
    if not held_because:
        post_bill(work, bill)
    return EnteredBill(bill.id, bill.number, "held" if held_because else "posted", held_because)


def _check_total(
    facts: CompanyFacts, lines: Sequence[BillLine], tax_amount: Decimal, total_amount: Decimal
) -> None:
    if not lines:
        raise Refused("The bill has no lines yet. Enter what the supplier bills.")
    for line in lines:
        if (line.grni_item_id is None) == (line.account_id is None):
            raise Refused(
                "Each line is either goods of a receipt or an amount for one account.",
                field=f"lines-{line.index}-account",
            )
        if line.grni_item_id is not None and (line.qty <= 0 or line.amount < 0):
            raise Refused("Goods are billed with a quantity and a price.", field=f"lines-{line.index}-qty")
        if line.amount != round_amount(line.amount, facts.minor_units):
            raise Refused(
                "%(currency)s has %(minor_units)s decimal places.",
                field=f"lines-{line.index}-amount", currency=facts.currency, minor_units=facts.minor_units,
            )
    entered = sum((line.amount for line in lines), ZERO) + tax_amount
    if total_amount == ZERO:
        raise Refused("Enter the total as it stands on the bill.", field="total_amount")
    if entered != total_amount:
        raise Refused(
            "The lines and tax come to %(entered)s, the bill says %(total_amount)s: %(entered2)s is missing. Correct "
            "a line, the tax or the total.",
            field="total_amount", entered=amount_text(entered), total_amount=amount_text(total_amount),
            entered2=amount_text(total_amount - entered),
        )


def _refuse_known_number(work: UnitOfWork, supplier_id: UUID, key: str, supplier_number: str) -> None:
    # Two who enter the same bill at once wait for each other here, so that the second is told which one it is.
    work.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"{supplier_id} {key}"}
    )
    known = work.session.execute(
        select(SupplierBill.number, SupplierBill.billed_on).where(
            SupplierBill.supplier_id == supplier_id,
            SupplierBill.supplier_number_key == key,
            SupplierBill.status != "rejected",
        )
    ).one_or_none()
    if known is not None:
        raise Conflict(
            "Invoice %(strip)s of this supplier was entered before, as %(number)s of %(isoformat)s. The same invoice "
            "is not taken twice.",
            field="supplier_number", strip=supplier_number.strip(), number=known.number,
            isoformat=known.billed_on.isoformat(),
        )


def _refuse_look_alike(
    work: UnitOfWork, company_id: UUID, supplier_id: UUID, billed_on: date, total_amount: Decimal
) -> None:
    alike = work.execute(
        text("""
            SELECT number, supplier_number, billed_on FROM finance.supplier_bill
            WHERE company_id = :company AND supplier_id = :supplier AND status <> 'rejected'
              AND total_amount = :total AND billed_on BETWEEN :first AND :last
            ORDER BY billed_on DESC LIMIT 1
        """),
        {
            "company": company_id, "supplier": supplier_id, "total": total_amount,
            "first": billed_on - timedelta(days=LOOKS_ALIKE_DAYS),
            "last": billed_on + timedelta(days=LOOKS_ALIKE_DAYS),
        },
    ).one_or_none()
    if alike is not None:
        raise Conflict(
            "%(number)s (their %(supplier_number)s, %(isoformat)s) has the same total. If this is another bill, say "
            "so and enter it again.",
            field="is_no_duplicate", number=alike.number, supplier_number=alike.supplier_number,
            isoformat=alike.billed_on.isoformat(),
        )


def _last_due(work: UnitOfWork, bill: BillToPost) -> date:
    if bill.due_on is not None:
        return bill.due_on
    if bill.payment_term_id is None:
        return bill.billed_on
    term = payment_terms(work.session, [bill.payment_term_id])[bill.payment_term_id]
    return max(
        instalment.due_on
        for instalment in due_dates(
            term, bill.billed_on, bill.total_amount, bill.company.minor_units, bill.tax_amount
        )
    )


def _store(
    work: UnitOfWork, bill: BillToPost, key: str, note: str, held_because: str, due_on: date
) -> None:
    insert_rows(
        work,
        SupplierBill,
        [
            {
                "id": bill.id, "company_id": bill.company.id, "branch_id": bill.branch_id,
                "supplier_id": bill.supplier_id, "number": bill.number,
                "kind": "bill" if bill.total_amount > 0 else "credit",
                "status": "held" if held_because else "posted", "supplier_number": bill.supplier_number,
                "supplier_number_key": key, "billed_on": bill.billed_on,
                "posted_on": None if held_because else bill.posted_on, "due_on": due_on,
                "currency": bill.company.currency, "net_amount": bill.total_amount - bill.tax_amount,
                "tax_amount": bill.tax_amount, "total_amount": bill.total_amount,
                "payment_term_id": bill.payment_term_id, "held_because": held_because, "decided_by": "",
                "decision_reason": "", "note": note, "entered_by": work.actor.name, "recorded_at": work.now,
                "correlation_id": work.correlation_id,
            }
        ],
    )
    insert_rows(
        work,
        SupplierBillLine,
        [
            {
                "id": line.id, "company_id": bill.company.id, "bill_id": bill.id, "position": position,
                "grni_item_id": line.grni_item_id, "account_id": line.account_id,
                "description": line.description, "qty": line.qty, "unit_cost": line.unit_cost,
                "amount": line.amount,
                "received_amount": line.matched.received_amount if line.matched else ZERO,
                "difference_amount": line.matched.difference_amount if line.matched else ZERO,
            }
            for position, line in enumerate(bill.lines, start=1)
        ],
    )
