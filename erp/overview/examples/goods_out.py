"""Steps that send goods out, take them back, and bill them."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import (
    LineEntry,
    OrderEntry,
    RmaEntry,
    RmaLineEntry,
    authorize_rma,
    place_sales_order,
)
from erp.finance.api import BillLine, enter_supplier_bill
from erp.inventory.api import (
    Disposal,
    Finding,
    Pick,
    ReturnedGoods,
    confirm_picks,
    confirm_shipment,
    dispose_return,
    inspect_return,
    pack_shipment,
    receive_return,
    release_wave,
)
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import round_amount
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.goods_at_hand import goods_at_hand
from erp.overview.examples.read_cases import NotCovered, NotOurChoice, Step
from erp.overview.examples.shop import Shop, unit_code

SOME_PRICE = "1"


def ship(shop: Shop, step: Step) -> None:
    """An order is placed, picked, packed and shipped; its invoice follows by itself."""
    if step.given.get("owner"):
        raise NotCovered("goods that belong to somebody else")
    if step.given.get("lots"):
        raise NotCovered("shipping several lots of one's choice")
    product, place, day = shop.product(step), shop.place(step.given.get("from", step.given.get("at"))), shop.day(step)
    unit = step.given.get("uom")
    factor = shop.factor(product, unit)
    needed = step.number("qty") * factor.numerator / factor.denominator
    here = goods_at_hand(shop, product, place)
    if here < needed:
        if goods_at_hand(shop, product) < needed:
            if step.must_be_refused:
                raise Refused("stock never goes below zero")
            raise NotOurChoice("stock never goes below zero")
        place = next(p for p in shop.places.values() if goods_at_hand(shop, product, p) >= needed)
    line = LineEntry(
        qty=step.number("qty"), item_id=shop.items[product], unit=unit_code(unit) if unit else "",
        unit_price=Decimal(_price(shop, step)), reason="Worked example",
    )
    entry = OrderEntry(
        company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=place.warehouse_id,
        customer_id=shop.customer_id, ordered_on=day, lines=(line,),
    )

    def leave(work: UnitOfWork) -> tuple[UUID, UUID]:
        order = place_sales_order(work, entry)
        work.settle()
        wave = release_wave(work, place.warehouse_id, origin_ids=[order.id])
        confirm_picks(work, _picks(work, shop, wave.id, shop.items[product], step.given.get("lot")))
        shipment_id = wave.shipments[order.id]
        pack_shipment(work, shipment_id)
        confirm_shipment(work, shipment_id, occurred_on=day)
        work.settle()
        line_id: UUID = work.execute(
            text("SELECT id FROM inventory.shipment_line WHERE shipment_id = :id"), {"id": shipment_id}
        ).scalar_one()
        return shipment_id, line_id

    shop.made[step.id] = (*shop.run(leave), place)


def _picks(work: UnitOfWork, shop: Shop, wave_id: UUID, item_id: UUID, lot: str | None) -> list[Pick]:
    """Every task as asked or, where a lot is named, from that lot instead."""
    tasks = work.execute(
        text("SELECT id, qty, stock_balance_id FROM inventory.pick_task WHERE wave_id = :wave ORDER BY sequence"),
        {"wave": wave_id},
    ).all()
    if lot is None:
        return [Pick(task.id, task.qty) for task in tasks]
    chosen: UUID | None = work.execute(
        text("""SELECT b.id FROM inventory.stock_balance b JOIN inventory.lot l ON l.id = b.lot_id
                WHERE b.company_id = :company AND b.item_id = :item AND l.code = :lot AND b.qty_on_hand > 0"""),
        {"company": shop.company_id, "item": item_id, "lot": lot},
    ).scalar()
    if chosen is None:
        raise NotOurChoice(f"lot {lot} is not in stock, and stock never goes below zero")
    return [
        Pick(task.id, task.qty, stock_balance_id=None if task.stock_balance_id == chosen else chosen)
        for task in tasks
    ]


def _price(shop: Shop, step: Step) -> str:
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


def credit_note(shop: Shop, step: Step) -> None:
    """The credit memo was issued when the goods came back; here only whether they did."""
    if not credited_steps(shop, step):
        raise NotCovered("a credit note without a return")


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
