"""Steps that take goods back, and bill what was sent and received."""

from decimal import Decimal
from typing import Any

from sqlalchemy import text

from erp.crm.api import (
    RmaEntry,
    RmaLineEntry,
    authorize_rma,
)
from erp.finance.api import BillLine, enter_supplier_bill
from erp.inventory.api import (
    Disposal,
    Finding,
    ReturnedGoods,
    dispose_return,
    inspect_return,
    receive_return,
)
from erp.kernel.identifiers import new_id
from erp.kernel.money import round_amount
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import NotCovered, NotOurChoice, Step
from erp.overview.examples.shop import Shop

SOME_PRICE = "1"


def price_of(shop: Shop, step: Step) -> str:
    """The step's own price, else that of the invoice that bills it."""
    if "unit_price" in step.given:
        return str(step.given["unit_price"])
    for later in shop.case.steps:
        if later.do == "invoice" and step.id in billed_steps(later):
            for line in [later.given, *later.given.get("lines", [])]:
                if line.get("product") == step.given.get("product") and "unit_price" in line:
                    return str(line["unit_price"])
    return SOME_PRICE


def billed_steps(invoice: Step) -> list[str]:
    """The shipments an invoice bills."""
    if invoice.do == "invoice" and "of" not in invoice.given:
        return [invoice.id]  # the goods leave with it
    of = invoice.given.get("of", [])
    return [of] if isinstance(of, str) else list(of)


def invoice(shop: Shop, step: Step) -> None:
    """The invoice was posted with the shipment; here only whether it billed the same."""
    if step.given.get("before_shipment"):
        raise NotOurChoice("goods are invoiced when they leave")
    shipped = [s for s in shop.case.steps if s.do == "ship" and s.id in billed_steps(step)]
    if not shipped or len(shipped) != len(billed_steps(step)):
        raise NotCovered("an invoice of something else than shipments")
    lines = step.given.get("lines") or [step.given]
    billed = sum(Decimal(line["qty"]) for line in lines)
    if billed != sum(s.number("qty") for s in shipped):
        raise NotCovered("an invoice of another quantity than was shipped")


def credited_steps(shop: Shop, step: Step) -> list[str]:
    """The returns a credit note is for: those of the shipments its invoice billed."""
    billed = next((s for s in shop.case.steps if s.id == step.given.get("of")), None)
    if billed is None or billed.do != "invoice":
        return []
    return [
        s.id for s in shop.case.steps
        if s.do == "return_from_customer" and s.given.get("of") in billed_steps(billed)
    ]


def return_from_customer(shop: Shop, step: Step) -> None:
    """Goods are authorized to come back, received, inspected and put on the shelf again."""
    shipped = next((s for s in shop.case.steps if s.id == step.given["of"]), None)
    if shipped is None or shipped.id not in shop.made:
        raise NotCovered("a return of something else than a shipment")
    _, line_id, place = shop.made[shipped.id]
    factor = shop.factor(shop.product(shipped), step.given.get("uom", shipped.given.get("uom")))
    qty = step.number("qty") * factor.numerator / factor.denominator
    day = shop.day(step)
    entry = RmaEntry(
        company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=place.warehouse_id,
        customer_id=shop.customer_id, authorized_on=day,
        lines=(RmaLineEntry(qty, "not_needed", original_shipment_line_id=line_id),),
    )

    def come_back(work: UnitOfWork) -> None:
        rma = authorize_rma(work, entry)
        expected = work.execute(
            text("SELECT id, qty FROM inventory.return_expectation WHERE origin_id = :rma"), {"rma": rma.id}
        ).one()
        receipt = receive_return(work, [ReturnedGoods(expected.id, expected.qty)], occurred_on=day)
        work.settle()
        inspect_return(work, receipt.id, [Finding(receipt.line_ids[0], "as_new")])
        disposal = Disposal(receipt.line_ids[0], "restock", expected.qty, reason="As new", bin_id=place.bin_id)
        dispose_return(work, receipt.id, [disposal], occurred_on=day)

    shop.run(come_back)


def bill(shop: Shop, step: Step) -> None:
    """The supplier bills what was received, or a charge."""
    day = shop.day(step)
    if "charge" in step.given:
        lines = [BillLine(
            str(step.given["charge"]), Decimal(1), step.number("amount"), account_id=shop.accounts["2150"]
        )]
    else:
        lines = [_bill_line(shop, step, line) for line in step.given.get("lines") or [step.given]]
    total = sum((line.amount for line in lines), Decimal(0))
    shop.run(lambda work: enter_supplier_bill(
        work, company_id=shop.company_id, branch_id=shop.branch_id, supplier_id=shop.supplier_id,
        supplier_number=f"{step.id}-{new_id().hex[-8:]}", billed_on=day, total_amount=total, lines=lines,
        is_no_duplicate=True,
    ))


def _bill_line(shop: Shop, step: Step, line: Any) -> BillLine:
    of = step.given.get("of", [])
    names = [of] if isinstance(of, str) else list(of)
    receipts = {s.given.get("product"): s for s in shop.case.steps if s.id in names and s.do == "receive"}
    received = receipts.get(line.get("product"))
    if received is None or received.id not in shop.made:
        raise NotCovered("a bill of something else than a receipt")
    factor = shop.factor(shop.product(received), line.get("uom", received.given.get("uom")))
    qty = Decimal(line["qty"])
    amount = round_amount(qty * Decimal(line["unit_price"]), shop.case.minor_units)
    return BillLine(
        str(line["product"]), qty * factor.numerator / factor.denominator, amount,
        grni_item_id=shop.made[received.id][1],
    )
