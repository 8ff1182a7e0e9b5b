"""Steps that bring goods in: orders, receipts, late charges, transfers."""

import re
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.api import (
    ArrivedLine,
    DeliveredLine,
    OrderedLine,
    TransferRequest,
    create_purchase_order,
    create_transfer,
    purchase_order,
    receive_goods,
    receive_transfer,
    record_landed_cost,
    ship_transfer,
    submit_purchase_order,
)
from erp.kernel.money import split_amount
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import NotCovered, NotOurChoice, Step
from erp.overview.examples.shop import Shop, unit_code

ZERO = Decimal(0)
SPLITS = ("equal", "quantity", "value", "weight", "volume")
_GROUP = re.compile(r"\{([^}]*)\}")


def receive(shop: Shop, step: Step) -> None:
    """Goods are ordered and come in, at the cost of the order."""
    if step.given.get("owner"):
        raise NotCovered("goods that belong to somebody else")
    product, place, day = shop.product(step), shop.place(step.given.get("to", step.given.get("at"))), shop.day(step)
    unit, expires = step.given.get("uom"), step.given.get("expires_on")
    line = OrderedLine(
        item_id=shop.items[product], qty=step.number("qty"), unit=unit_code(unit) if unit else None,
        unit_cost=step.number("goods_price" if step.given.get("valuation_taxes") else "unit_cost"),
    )

    def take_in(work: UnitOfWork) -> tuple[UUID, UUID]:
        order_id = shop.made.get(f"order {step.given.get('of')}") or order(work, shop, step, line)
        ordered = purchase_order(work.session, order_id).lines[0]
        pieces = [(code, Decimal(1)) for code in step.given.get("serials", ())]
        delivered = [
            DeliveredLine(
                ordered.id, qty, bin_id=place.bin_id, lot_code=code,
                expires_on=date.fromisoformat(expires) if expires else None,
            )
            for code, qty in pieces or [(step.given.get("lot", ""), step.number("qty"))]
        ]
        receipt_id = receive_goods(work, order_id, delivered, received_on=day)
        lines = work.execute(
            text("SELECT id FROM inventory.goods_receipt_line WHERE goods_receipt_id = :id ORDER BY position"),
            {"id": receipt_id},
        ).scalars().all()
        shop.made[f"lines of {step.id}"] = list(lines)
        return receipt_id, lines[0]

    shop.made[step.id] = shop.run(take_in)
    for tax in step.given.get("valuation_taxes", ()):
        _charge(shop, step, Decimal(str(tax["amount"])), [step.id], "value")


def receive_more(shop: Shop, received: Step, qty: Decimal, on: Step) -> None:
    """Goods of a posted receipt turn up that were not written down: they come in at its cost, and belong to it."""
    more = Step(f"more of {received.id} {on.id}", "receive", {
        **received.given, "id": on.id, "qty": str(qty), "on": shop.day(on).isoformat(),
    })
    receive(shop, more)
    shop.made[f"lines of {received.id}"] += shop.made[f"lines of {more.id}"]


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
    groups = _GROUP.findall(split)
    if not groups and split not in SPLITS:
        raise NotCovered(f"a charge shared {split}")
    wanted = [line for e in shop.case.expect.get("journal", []) if e["step"] == step.id for line in e["lines"]]
    if any(line["role"] == "grni" for line in wanted):
        raise NotOurChoice("a late charge is credited to landed cost clearing, not to goods received not invoiced")
    amount, names = step.number("amount"), list(step.given["on_receipts"])
    if split == "equal" and any(len(shop.made[f"lines of {name}"]) > 1 for name in names):
        groups = names  # an equal part for each delivery, however many lines it has
    elif not groups:
        shop.made[f"allocation of {step.id}"] = _charge(shop, step, amount, names, split)
        return
    elif not split.startswith("equal over") or "by quantity" not in split:
        raise NotCovered(f"a charge shared {split}")
    shares: dict[str, Decimal] = {}  # one charge for each delivery, shared by quantity within it
    parts = split_amount(amount, [Decimal(1)] * len(groups), shop.case.minor_units)
    for group, part in zip(groups, parts, strict=True):
        shares |= _charge(shop, step, part, group.replace(" ", "").split(","), "quantity")
    shop.made[f"allocation of {step.id}"] = shares


def _charge(shop: Shop, step: Step, amount: Decimal, names: list[str], split: str) -> dict[str, Decimal]:
    """Record the charge; answer what each receipt bears. Lines of one receipt share its part by quantity."""

    def charge(work: UnitOfWork) -> dict[str, Decimal]:
        of = {line_id: name for name in names for line_id in shop.made[f"lines of {name}"]}
        shares = record_landed_cost(
            work, company_id=shop.company_id, amount=amount, split=split, receipt_line_ids=list(of),
            description="Worked example", occurred_on=shop.day(step),
        ).shares
        found = dict.fromkeys(names, ZERO)
        for line_id, share in shares.items():
            found[of[line_id]] += share
        return found

    return shop.run(charge)


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
