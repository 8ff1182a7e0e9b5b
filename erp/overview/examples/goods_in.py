"""Steps that bring goods in: orders, receipts, late charges, transfers."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.api import (
    ArrivedLine,
    ChargedLine,
    DeliveredLine,
    OrderedLine,
    TransferRequest,
    add_receipt_cost,
    create_purchase_order,
    create_transfer,
    purchase_order,
    receive_goods,
    receive_transfer,
    ship_transfer,
    split_charge,
    submit_purchase_order,
)
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
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
    unit, expires = step.given.get("uom"), step.given.get("expires_on")
    line = OrderedLine(
        item_id=shop.items[product], qty=step.number("qty"), unit=unit_code(unit) if unit else None,
        unit_cost=step.number("unit_cost"),
    )

    def take_in(work: UnitOfWork) -> tuple[UUID, UUID]:
        order_id = shop.made.get(f"order {step.given.get('of')}") or order(work, shop, step, line)
        ordered = purchase_order(work.session, order_id).lines[0]
        delivered = DeliveredLine(
            ordered.id, step.number("qty"), bin_id=place.bin_id, lot_code=step.given.get("lot", ""),
            expires_on=date.fromisoformat(expires) if expires else None,
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
