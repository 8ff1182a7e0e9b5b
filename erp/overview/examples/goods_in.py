"""Steps that bring goods in or correct them: receipts, counts, revaluations, late charges, transfers."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.api import (
    AdjustmentLine,
    ArrivedLine,
    ChargedLine,
    CountedQuantity,
    DeliveredLine,
    OrderedLine,
    TransferRequest,
    add_receipt_cost,
    adjust_stock,
    create_purchase_order,
    create_transfer,
    enter_counts,
    open_count,
    post_count,
    purchase_order,
    receive_goods,
    receive_transfer,
    revalue_stock,
    set_standard_cost,
    ship_transfer,
    split_charge,
    submit_purchase_order,
    unit_costs,
)
from erp.kernel.identifiers import new_id
from erp.kernel.money import round_amount
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.goods_at_hand import goods_at_hand
from erp.overview.examples.read_cases import NotCovered, NotOurChoice, Step
from erp.overview.examples.shop import Shop, unit_code

ZERO = Decimal(0)


def receive(shop: Shop, step: Step) -> None:
    """Goods are ordered and come in, at the cost of the order."""
    if step.given.get("owner"):
        raise NotCovered("goods that belong to somebody else")
    if step.given.get("serials") or step.given.get("valuation_taxes"):
        raise NotCovered("serial numbers or taxes on a receipt")
    product, place, day = shop.product(step), shop.place(step.given.get("to", step.given.get("at"))), shop.day(step)
    unit = step.given.get("uom")
    line = OrderedLine(
        item_id=shop.items[product], qty=step.number("qty"), unit=unit_code(unit) if unit else None,
        unit_cost=step.number("unit_cost"),
    )

    def take_in(work: UnitOfWork) -> tuple[UUID, UUID]:
        order_id = shop.made.get(f"order {step.given.get('of')}") or order(work, shop, step, line)
        ordered = purchase_order(work.session, order_id).lines[0]
        delivered = DeliveredLine(
            ordered.id, step.number("qty"), bin_id=place.bin_id, lot_code=step.given.get("lot", "")
        )
        receipt_id = receive_goods(work, order_id, [delivered], received_on=day)
        line_id: UUID = work.execute(
            text("SELECT id FROM inventory.goods_receipt_line WHERE goods_receipt_id = :id"), {"id": receipt_id}
        ).scalar_one()
        return receipt_id, line_id

    shop.made[step.id] = shop.run(take_in)


def purchase(shop: Shop, step: Step) -> None:
    """Goods are ordered; they come in with a later step."""
    line = OrderedLine(
        item_id=shop.items[shop.product(step)], qty=step.number("qty"), unit_cost=step.number("unit_price")
    )
    shop.made[f"order {step.id}"] = shop.run(lambda work: order(work, shop, step, line))


def order(work: UnitOfWork, shop: Shop, step: Step, line: OrderedLine) -> UUID:
    """A submitted purchase order of one line."""
    place = shop.place(step.given.get("to", step.given.get("at")))
    order_id = create_purchase_order(
        work, supplier_id=shop.supplier_id, warehouse_id=place.warehouse_id, lines=[line], ordered_on=shop.day(step)
    )
    submit_purchase_order(work, order_id)
    return order_id


def found(shop: Shop, step: Step) -> None:
    """Goods are found: at the cost given, else at the present one, else at the card's."""
    if step.given.get("owner") or step.given.get("lot"):
        raise NotCovered("goods found that belong to somebody else, or of a lot")
    adjust(shop, step, step.number("qty"), "found", step.given.get("unit_cost"))


def scrap(shop: Shop, step: Step) -> None:
    """Goods are written off."""
    if step.given.get("lot"):
        raise NotCovered("scrapping a lot")
    adjust(shop, step, -step.number("qty"), "write_off")


def return_to_supplier(shop: Shop, step: Step) -> None:
    """Goods go back: they leave at their present cost, by a correction of stock."""
    adjust(shop, step, -step.number("qty"), "correction")


def amend_qty(shop: Shop, step: Step) -> None:
    """A posted quantity was wrong: the difference is corrected today, a larger receipt at its own price."""
    original = next((s for s in shop.case.steps if s.id == step.given["of"]), None)
    if original is None or original.do not in ("receive", "ship"):
        raise NotCovered(f"correcting {step.given['of']}")
    product = shop.product(original)
    before = Decimal(shop.made.get(f"qty of {original.id}", original.given["qty"]))
    change = step.number("qty") - before
    shop.made[f"qty of {original.id}"] = step.number("qty")
    if original.do == "ship":
        adjust(shop, original, -change, "correction", on=step)
        return
    own_price = original.given["unit_cost"] if change > 0 else None
    if change > 0 and shop.facts(product).get("costing") == "fifo":
        later = [s for s in shop.case.steps if s.do == "landed_cost" and original.id in s.given["on_receipts"]]
        if later:
            raise NotCovered("a charge on a receipt that was enlarged")
    adjust(shop, original, change, "correction", own_price, on=step)


def adjust(
    shop: Shop, step: Step, qty: Decimal, reason: str, unit_cost: str | None = None, on: Step | None = None
) -> None:
    """Correct the stock by a signed quantity in the step's unit."""
    product = shop.product(step)
    place = shop.place(step.given.get("at", step.given.get("to", step.given.get("from"))))
    factor = shop.factor(product, step.given.get("uom"))
    base = qty * factor.numerator / factor.denominator
    if base == 0:
        return
    if base < 0 and goods_at_hand(shop, product) < -base:
        raise NotOurChoice("stock never goes below zero")
    cost = Decimal(unit_cost) * factor.denominator / factor.numerator if unit_cost is not None else None
    if cost is None and base > 0:
        cost = card_cost(shop, product)
    line = AdjustmentLine(item_id=shop.items[product], bin_id=place.bin_id, qty=base, unit_cost=cost)
    shop.run(lambda work: adjust_stock(
        work, warehouse_id=place.warehouse_id, reason=reason, lines=[line], occurred_on=shop.day(on or step)
    ))


def card_cost(shop: Shop, product: str) -> Decimal | None:
    """What a person would type for goods whose cost the books do not know; None where they do."""
    item_id = shop.items[product]
    known = shop.run(lambda work: unit_costs(work.session, shop.company_id, [item_id]))
    card = shop.facts(product).get("cost")
    return None if known.get(item_id) or card is None else Decimal(card)


def count(shop: Shop, step: Step) -> None:
    """Goods are counted and the difference posted; with a cost, all of them are then worth that."""
    if step.given.get("serials") or step.given.get("lot"):
        raise NotCovered("counting lots or serial numbers")
    if step.given.get("counted") is None:
        shop.made[f"adjustment of {step.id}"] = ZERO
        return
    product, place = shop.product(step), shop.place(step.given.get("at"))
    item_id, day = shop.items[product], shop.day(step)
    factor = shop.factor(product, step.given.get("uom"))
    counted = step.number("counted") * factor.numerator / factor.denominator
    before = goods_at_hand(shop, product, place)
    unit_cost = step.given.get("unit_cost")
    typed = Decimal(unit_cost) if unit_cost is not None else card_cost(shop, product)
    if before == 0 and counted > 0 and typed is not None:
        line = AdjustmentLine(item_id=item_id, bin_id=place.bin_id, qty=counted, unit_cost=typed)
        shop.run(lambda work: adjust_stock(
            work, warehouse_id=place.warehouse_id, reason="count", lines=[line], occurred_on=day
        ))
    elif before or counted:
        def on_a_sheet(work: UnitOfWork) -> None:
            sheet = open_count(work, warehouse_id=place.warehouse_id, item_ids=[item_id])
            enter_counts(work, sheet, [CountedQuantity(place.bin_id, item_id, counted)])
            post_count(work, sheet, occurred_on=day)

        shop.run(on_a_sheet)
    shop.made[f"adjustment of {step.id}"] = counted - before
    if unit_cost is not None and counted > 0:
        _bring_to(shop, step, product, Decimal(unit_cost), "count")


def count_open(shop: Shop, step: Step) -> None:
    """A sheet is opened, and what was written down is kept until it is confirmed."""
    product, place = shop.product(step), shop.place(step.given.get("at"))
    sheet = shop.run(lambda work: open_count(
        work, warehouse_id=place.warehouse_id, item_ids=[shop.items[product]]
    ))
    shop.made[step.id] = (sheet, product, place, step.number("counted"))
    shop.made["expected_at_open"] = goods_at_hand(shop, product, place)


def count_confirm(shop: Shop, step: Step) -> None:
    """What was written down is what stands there now; the difference to the books of now is posted."""
    sheet, product, place, counted = shop.made[step.given["of"]]
    expected = goods_at_hand(shop, product, place)

    def confirm(work: UnitOfWork) -> None:
        enter_counts(work, sheet, [CountedQuantity(place.bin_id, shop.items[product], counted)])
        post_count(work, sheet, occurred_on=shop.day(step))

    shop.run(confirm)
    after = goods_at_hand(shop, product, place)
    shop.made.update(expected_at_confirm=expected, adjustment=after - expected, on_hand_after=after)


def set_unit_cost(shop: Shop, step: Step) -> None:
    """Goods on hand are worth so much each from now on."""
    product = shop.product(step)
    cost = step.number("unit_cost")
    if shop.facts(product).get("costing") == "standard":
        shop.run(lambda work: set_standard_cost(
            work, shop.items[product], shop.company_id, cost, occurred_on=shop.day(step), reason="New cost"
        ))
    else:
        _bring_to(shop, step, product, cost, "correction")


def scale_unit_cost(shop: Shop, step: Step) -> None:
    """The present cost times a factor."""
    product = shop.product(step)
    costs = shop.run(lambda work: unit_costs(work.session, shop.company_id, [shop.items[product]]))
    cost = costs[shop.items[product]] * step.number("factor")
    _bring_to(shop, step, product, cost, "correction")


def revalue(shop: Shop, step: Step) -> None:
    """Goods on hand are worth so much more, all of them or those of some receipts."""
    layers = step.given.get("layers")
    receipts = None if layers is None else [shop.made[name][1] for name in layers]
    shop.run(lambda work: revalue_stock(
        work, shop.items[shop.product(step)], shop.company_id, step.number("amount"),
        occurred_on=shop.day(step), note="Revalued", receipt_line_ids=receipts,
    ))


def _bring_to(shop: Shop, step: Step, product: str, unit_cost: Decimal, reason: str) -> None:
    item_id = shop.items[product]

    def revalued(work: UnitOfWork) -> None:
        pool = work.execute(
            text("SELECT qty, value FROM inventory.cost_pool WHERE company_id = :company AND item_id = :item"),
            {"company": shop.company_id, "item": item_id},
        ).one()
        change = round_amount(pool.qty * unit_cost, shop.case.minor_units) - pool.value
        if change:
            revalue_stock(
                work, item_id, shop.company_id, change,
                occurred_on=shop.day(step), note="New cost", reason=reason,
            )

    shop.run(revalued)


def landed_cost(shop: Shop, step: Step) -> None:
    """A charge comes in for goods received earlier."""
    split = str(step.given.get("split", "equal"))
    if split == "volume" or split not in ("equal", "quantity", "value", "weight"):
        raise NotCovered(f"a charge shared {split}")
    wanted = [line for e in shop.case.expect.get("journal", []) if e["step"] == step.id for line in e["lines"]]
    if any(line["role"] == "grni" for line in wanted):
        raise NotOurChoice("a late charge is credited to landed cost clearing, not to goods received not invoiced")
    names = list(step.given["on_receipts"])

    def charge(work: UnitOfWork) -> dict[str, Decimal]:
        lines = {name: _charged(work, shop, name) for name in names}
        costs = split_charge(step.number("amount"), list(lines.values()), split, shop.case.minor_units)
        add_receipt_cost(
            work, costs, occurred_on=shop.day(step), cause="landed_cost",
            origin_kind="supplier_bill", origin_id=new_id(),
        )
        shares = {cost.goods_receipt_line_id: cost.amount for cost in costs}
        return {name: shares.get(line.goods_receipt_line_id, ZERO) for name, line in lines.items()}

    shop.made[f"allocation of {step.id}"] = shop.run(charge)


def _charged(work: UnitOfWork, shop: Shop, name: str) -> ChargedLine:
    row = work.execute(
        text("""SELECT l.qty, l.amount, i.weight_kg FROM inventory.goods_receipt_line l
                JOIN inventory.item i ON i.id = l.item_id WHERE l.id = :id"""),
        {"id": shop.made[name][1]},
    ).one()
    weight = None if row.weight_kg is None else row.weight_kg * row.qty
    return ChargedLine(shop.made[name][1], row.qty, row.amount, weight)


def transfer(shop: Shop, step: Step) -> None:
    """Goods go from one place to another."""
    product, start, end = shop.product(step), shop.place(step.given.get("from")), shop.place(step.given.get("to"))
    day = shop.day(step)
    unit = step.given.get("uom")

    def move(work: UnitOfWork) -> None:
        order_id = create_transfer(
            work, from_warehouse_id=start.warehouse_id, to_warehouse_id=end.warehouse_id, requested_on=day,
            lines=[TransferRequest(
                shop.items[product], start.bin_id, step.number("qty"), unit_code(unit) if unit else None
            )],
        )
        ship_transfer(work, order_id, occurred_on=day)
        work.settle()
        row = work.execute(
            text("SELECT id, qty FROM inventory.transfer_line WHERE transfer_order_id = :id"), {"id": order_id}
        ).one()
        receive_transfer(work, order_id, [ArrivedLine(row.id, row.qty, end.bin_id)], occurred_on=day)

    shop.run(move)
