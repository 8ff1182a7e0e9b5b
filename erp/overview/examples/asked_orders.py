"""Orders that examples of prices ask with, and what stands on them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import LineEntry, OrderEntry, change_sales_order, enter_sales_order
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import NotCovered, Step
from erp.overview.examples.shop import Shop, unit_code

_LINES = text("""
    SELECT entered_qty, list_unit_price, price_waterfall, entered_unit_price, discount_percent, net_unit_price, amount,
           net_amount, tax_amount, qty, promotion_id
      FROM crm.sales_order_line WHERE order_id = :order ORDER BY position
""")


@dataclass(frozen=True)
class Asked:
    """An order and its prices: ``listed`` and ``price`` are of its first line, per entered unit."""

    order_id: UUID
    entry: OrderEntry
    listed: Decimal
    price: Decimal
    free_qty: Decimal
    line_count: int
    extra_price: Decimal | None
    figures: Mapping[str, Any]

    @property
    def discount_percent(self) -> Decimal:
        return (self.listed - self.price) / self.listed * 100 if self.listed else ZERO


def ask(shop: Shop, step: Step) -> Asked:
    """Enter an order of what the step names. A return is asked for as its size: goods back bear the price they had."""
    base = str(next(iter(shop.case.setup["products"].values()))["uom"])
    named = step.given.get("lines") or [step.given]
    lines = tuple(_line(shop, step, each, base) for each in named)
    entry = OrderEntry(
        company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=shop.place(None).warehouse_id,
        customer_id=shop.customer_id, ordered_on=shop.day(step), lines=lines, coupons=str(step.given.get("coupon", "")),
    )
    return _entered(shop, entry, None)


def ask_again(shop: Shop, step: Step, before: Asked) -> Asked:
    """The same order with a coupon."""
    coupon = str(step.given.get("coupon", step.given.get("code", "COUPON")))
    return _entered(shop, replace(before.entry, coupons=coupon), before.order_id)


def _line(shop: Shop, step: Step, named: Mapping[str, Any], base: str) -> LineEntry:
    setup = shop.case.setup
    product = str(named.get("item", "P"))
    if product not in shop.items:
        raise NotCovered(f"the product {product}")
    unit = str(named.get("uom") or base)
    shop.factor(product, unit)
    qty = abs(Decimal(named.get("qty", "1")))
    line = LineEntry(qty=qty, item_id=shop.items[product], unit=unit_code(unit), reason="Worked example")
    if step.do == "set_discount_rate":
        return replace(line, discount_percent=step.number("rate") * 100)
    if step.do == "set_discount_amount":
        return replace(line, unit_price=Decimal(setup["list_price"]) - step.number("amount"))
    discount = named.get("discount_percent", setup.get("discount_percent", "0"))
    return replace(line, discount_percent=Decimal(discount))


def _entered(shop: Shop, entry: OrderEntry, order_id: UUID | None) -> Asked:
    def enter(work: UnitOfWork) -> tuple[UUID, Any]:
        if order_id is None:
            known = enter_sales_order(work, entry).id
        else:
            version: int = work.execute(
                text("SELECT version FROM crm.sales_order WHERE id = :id"), {"id": order_id}
            ).scalar_one()
            known = change_sales_order(work, order_id, entry, version=version).id
        return known, work.execute(_LINES, {"order": known}).all()

    known, rows = shop.run(enter)
    own = [row for row in rows if row.promotion_id is None]
    added = [row for row in rows if row.promotion_id is not None]
    first = own[0]
    price = first.entered_unit_price * (100 - first.discount_percent) / 100
    listed = first.list_unit_price or price
    if "lines" in shop.case.setup:  # a list of factors speaks of the base unit, whatever unit is asked in
        listed, price = listed * first.entered_qty / first.qty, price * first.entered_qty / first.qty
    net, tax = sum((row.net_amount for row in rows), ZERO), sum((row.tax_amount for row in rows), ZERO)
    figures = {
        "before": sum(((row.list_unit_price or ZERO) * row.entered_qty for row in own), ZERO),
        "net": net, "tax": tax, "total": net + tax, "price": price, "discount": listed - price,
        "rate": (listed - price) / listed if listed else ZERO,
    }
    return Asked(
        known, entry, listed, price, sum((row.qty for row in added if not row.amount), ZERO), len(rows),
        added[0].entered_unit_price if added else None, figures,
    )
