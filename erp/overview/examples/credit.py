"""Examples of credit limits: what a customer owes and has asked for decides whether an order goes out."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from erp.crm.api import LineEntry, OrderEntry, credit_standings, place_sales_order, set_credit_limit
from erp.kernel.assembly import Services
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples import goods_in, sending
from erp.overview.examples.read_cases import Case, NotCovered, NotOurChoice, Step
from erp.overview.examples.shop import Shop, open_shop

VERBS = ("check_credit", "confirm_order", "set_limits")
PLENTY = "1000"


def credit(case: Case, services: Services) -> Mapping[str, Any]:
    """Which orders are released, and what the customer owes and has asked for after each."""
    unknown = sorted({step.do for step in case.steps} - set(VERBS))
    if unknown:
        raise NotCovered(f"{', '.join(unknown)}: credit is checked when an order is submitted")
    if any(step.do == "set_limits" for step in case.steps):
        raise NotOurChoice("a limit may be set below what is owed: nothing more is released then")
    shop = open_shop(services, replace(case, setup={**case.setup, "products": {"P": {"uom": "unit"}}}))
    _owe(shop, Decimal(case.setup.get("receivable", 0)))
    allowed: dict[str, bool] = {}
    exposure: dict[str, Decimal] = {}
    for step in case.steps:
        limit = step.given.get("limit", case.setup.get("limit"))
        if limit is None:
            raise NotCovered("credit without a limit")
        _limit(shop, Decimal(limit))
        allowed[step.id] = _allowed(shop, step)
        exposure[step.id] = _standing(shop)
    return {"allowed": allowed, "exposure_after": exposure}


def _owe(shop: Shop, amount: Decimal) -> None:
    """The customer owes an invoice; there is stock for what follows."""
    goods_in.receive(shop, Step("stock", "receive", {"qty": PLENTY, "unit_cost": "1"}))
    if amount:
        sending.ship(shop, Step("owed", "ship", {"qty": "1", "unit_price": amount}))


def _limit(shop: Shop, amount: Decimal) -> None:
    shop.run(lambda work: set_credit_limit(
        work, shop.company_id, shop.customer_id, limit_amount=amount, reason="Worked example"
    ))


def _allowed(shop: Shop, step: Step) -> bool:
    amount = step.number("amount")
    if step.do == "check_credit":
        return shop.run(lambda work: _refusal(work, shop, amount)) is None
    entry = OrderEntry(
        company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=shop.place(None).warehouse_id,
        customer_id=shop.customer_id, ordered_on=shop.day(step),
        lines=(LineEntry(item_id=shop.items["P"], unit_price=amount, reason="Worked example"),),
    )
    return shop.run(lambda work: place_sales_order(work, entry)).decision == "released"


def _refusal(work: UnitOfWork, shop: Shop, amount: Decimal) -> str | None:
    return credit_standings(work.session, shop.company_id, [shop.customer_id])[shop.customer_id].refuses(amount)


def _standing(shop: Shop) -> Decimal:
    standings = shop.run(lambda work: credit_standings(work.session, shop.company_id, [shop.customer_id]))
    standing = standings.get(shop.customer_id)
    return standing.exposure_amount if standing else ZERO
