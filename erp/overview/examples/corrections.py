"""Steps that correct quantities: goods found, scrapped or sent back, receipts amended, counts."""

from decimal import Decimal

from erp.inventory.api import (
    AdjustmentLine,
    CountedQuantity,
    adjust_stock,
    enter_counts,
    open_count,
    post_count,
    unit_costs,
)
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.goods_at_hand import goods_at_hand
from erp.overview.examples.goods_in import receive_more
from erp.overview.examples.lots import lot_of
from erp.overview.examples.read_cases import NotCovered, Step
from erp.overview.examples.revaluing import bring_to
from erp.overview.examples.shop import Shop

ZERO = Decimal(0)


def found(shop: Shop, step: Step) -> None:
    """Goods are found: at the cost given, else at the present one, else at the card's."""
    if step.given.get("owner"):
        raise NotCovered("goods found that belong to somebody else")
    adjust(shop, step, step.number("qty"), "found", step.given.get("unit_cost"))


def scrap(shop: Shop, step: Step) -> None:
    """Goods are written off."""
    adjust(shop, step, -step.number("qty"), "write_off")


def return_to_supplier(shop: Shop, step: Step) -> None:
    """Goods go back: they leave at their present cost, by a correction of stock."""
    adjust(shop, step, -step.number("qty"), "correction")


def amend_qty(shop: Shop, step: Step) -> None:
    """A posted quantity was wrong: the difference is corrected today, a larger receipt at its own price."""
    original = next((s for s in shop.case.steps if s.id == step.given["of"]), None)
    if original is None or original.do not in ("receive", "ship"):
        raise NotCovered(f"correcting {step.given['of']}")
    before = Decimal(shop.made.get(f"qty of {original.id}", original.given["qty"]))
    change = step.number("qty") - before
    shop.made[f"qty of {original.id}"] = step.number("qty")
    if original.do == "ship":
        adjust(shop, original, -change, "correction", on=step)
        return
    if change > 0:
        receive_more(shop, original, change, step)
    else:
        adjust(shop, original, change, "correction", on=step)


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
    if base == 0:
        return
    cost = Decimal(unit_cost) * factor.denominator / factor.numerator if unit_cost is not None else None
    if cost is None and base > 0:
        cost = card_cost(shop, product)
    lot_id = lot_of(shop, product, step.given["lot"]) if step.given.get("lot") else None
    line = AdjustmentLine(item_id=shop.items[product], bin_id=place.bin_id, qty=base, unit_cost=cost, lot_id=lot_id)
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
    if step.given.get("lot"):
        raise NotCovered("counting one lot")
    if step.given.get("serials"):
        count_serials(shop, step)
        return
    if step.given.get("counted") is None:
        leave_blank(shop, step)
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
            enter_counts(work, sheet, [CountedQuantity(place.bin_id, item_id, counted)], counted_on=day)
            post_count(work, sheet, occurred_on=day)

        shop.run(on_a_sheet)
    shop.made[f"adjustment of {step.id}"] = goods_at_hand(shop, product, place) - before
    if unit_cost is not None and counted > 0:
        bring_to(shop, step, product, Decimal(unit_cost), "count")


def leave_blank(shop: Shop, step: Step) -> None:
    """A sheet is posted with a line left blank; what that means is the company's choice."""
    product, place = shop.product(step), shop.place(step.given.get("at"))
    before = goods_at_hand(shop, product, place)

    def on_a_sheet(work: UnitOfWork) -> None:
        sheet = open_count(work, warehouse_id=place.warehouse_id, item_ids=[shop.items[product]])
        post_count(work, sheet, occurred_on=shop.day(step))

    try:
        shop.run(on_a_sheet)
    except Refused:  # a sheet on which nothing at all was counted, where blank lines are kept
        if ("blank_count_line", "keep") not in shop.case.choices and step.given.get("blank_means") != "keep":
            raise
    shop.made[f"adjustment of {step.id}"] = goods_at_hand(shop, product, place) - before


def count_serials(shop: Shop, step: Step) -> None:
    """The pieces that were found, by their numbers; those of the books that were not found are gone."""
    product, place, day = shop.product(step), shop.place(step.given.get("at")), shop.day(step)
    item_id, before = shop.items[product], goods_at_hand(shop, product, place)
    lots = [lot_of(shop, product, code) for code in step.given["serials"]]
    cost = step.given.get("unit_cost")
    if before == 0:
        unit_cost = Decimal(cost) if cost else None
        lines = [AdjustmentLine(item_id, place.bin_id, Decimal(1), unit_cost, lot) for lot in lots]
        shop.run(lambda work: adjust_stock(
            work, warehouse_id=place.warehouse_id, reason="count", lines=lines, occurred_on=day
        ))
    else:
        def on_a_sheet(work: UnitOfWork) -> None:
            sheet = open_count(work, warehouse_id=place.warehouse_id, item_ids=[item_id])
            enter_counts(work, sheet, [CountedQuantity(place.bin_id, item_id, Decimal(1), lot) for lot in lots])
            post_count(work, sheet, occurred_on=day)

        shop.run(on_a_sheet)
    shop.made[f"adjustment of {step.id}"] = goods_at_hand(shop, product, place) - before
    if cost is not None:
        bring_to(shop, step, product, Decimal(cost), "count")


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
