"""Examples of promises: who gets the goods, who waits, and which lot is picked."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import LineEntry, OrderEntry, place_sales_order
from erp.inventory.api import availability, release_wave
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples import corrections, goods_in
from erp.overview.examples.read_cases import Case, NotCovered, NotOurChoice, Step
from erp.overview.examples.shop import MAIN, Shop, open_shop

VERBS = ("reserve", "receive", "scrap", "retry")
PICKS = {"fifo": "receipt", "fefo": "expiry", "closest": "walk"}
NOT_HERE = {
    "shelf_records": NotOurChoice("goods are never promised beyond what is there"),
    "over_shipment_tolerance_percent": NotOurChoice("no more is shipped than was ordered"),
    "packages": NotCovered("picking by whole packages"),
    "putaway_rules": NotCovered("rules that choose where goods are put away"),
}


def reservation(case: Case, services: Services) -> Mapping[str, Any]:
    """What is promised to each demand and free after each step, and what is picked for it."""
    _check(case)
    tracking = case.setup.get("tracking") or ("lot" if any(s.get("lot") for s in case.setup["stock"]) else "none")
    product: dict[str, Any] = {"uom": "unit", "tracking": tracking, "uoms": {}}
    shop = open_shop(services, replace(case, setup={**case.setup, "products": {"P": product}}))
    for n, stock in enumerate(sorted(case.setup["stock"], key=lambda s: s.get("in_date", ""))):
        goods_in.receive(shop, Step(f"stock {n}", "receive", {
            "qty": stock["qty"], "unit_cost": "1", "lot": stock.get("lot", ""), "expires_on": stock.get("expiry"),
        }))
    orders: dict[str, UUID | None] = {}
    checkpoints: dict[str, dict[str, Any]] = {}
    for step in case.steps:
        if step.do == "reserve":
            orders[step.given["demand"]] = _reserve(shop, step)
        elif step.do == "receive":
            goods_in.receive(shop, replace(step, given={"unit_cost": "1", **step.given}))
        elif step.do == "scrap":
            corrections.scrap(shop, step)
        checkpoints[step.id] = {
            "after": step.id, "available": _free(shop),
            "reserved": {name: _promised(shop, order)[1] for name, order in orders.items()},
        }
    return _figures(case, shop, orders, checkpoints)


def _check(case: Case) -> None:
    for key, reason in NOT_HERE.items():
        if key in case.setup:
            raise reason
    asked = {step.given["demand"]: step.number("qty") for step in case.steps if step.do == "reserve"}
    for step in case.steps:
        wanted = asked.get(step.given.get("demand", ""))
        if step.do == "ship" and wanted is not None and step.number("qty") > wanted:
            raise NotOurChoice("no more is shipped than was ordered")
    unknown = sorted({step.do for step in case.steps} - set(VERBS))
    if unknown or not case.steps or "stock" not in case.setup:
        raise NotCovered(", ".join(unknown) or "promises without stock")
    if any(stock.get("location", MAIN) != MAIN for stock in case.setup["stock"]):
        raise NotCovered("places within places")
    if case.setup.get("uoms"):
        raise NotCovered("promises in whole packs only")
    if len({bool(stock.get("lot")) for stock in case.setup["stock"]}) > 1:
        raise NotOurChoice("an item is kept by lot or it is not")
    if case.setup.get("removal", "fifo") not in PICKS:
        raise NotOurChoice(f"picking by {case.setup['removal']}")


def _reserve(shop: Shop, step: Step) -> UUID | None:
    """An order is placed; None where it cannot be."""
    line = LineEntry(
        qty=step.number("qty"), item_id=shop.items["P"], unit_price=Decimal(1), reason="Worked example"
    )
    entry = OrderEntry(
        company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=shop.place(None).warehouse_id,
        customer_id=shop.customer_id, ordered_on=shop.day(step), lines=(line,),
    )
    try:
        return shop.run(lambda work: place_sales_order(work, entry)).id
    except Refused:
        return None


def _promised(shop: Shop, order_id: UUID | None) -> tuple[Decimal, Decimal]:
    """Asked for and promised."""
    if order_id is None:
        return ZERO, ZERO

    def read(work: UnitOfWork) -> tuple[Decimal, Decimal]:
        row = work.execute(
            text("SELECT qty, qty_allocated FROM inventory.demand_line WHERE origin_id = :order"), {"order": order_id}
        ).one()
        return row.qty, row.qty_allocated

    return shop.run(read)


def _free(shop: Shop) -> Decimal:
    rows = shop.run(lambda work: availability(work.session, [shop.items["P"]], [shop.place(None).warehouse_id]))
    return sum((row.qty_free for row in rows.values()), ZERO)


def _figures(
    case: Case, shop: Shop, orders: Mapping[str, UUID | None], checkpoints: Mapping[str, dict[str, Any]]
) -> Mapping[str, Any]:
    promised = {name: _promised(shop, order) for name, order in orders.items()}
    found: dict[str, Any] = {
        "checkpoints": [checkpoints[point["after"]] for point in case.expect.get("checkpoints", [])],
        "available": _free(shop),
        "state": {name: _state(*quantities) for name, quantities in promised.items()},
        "short": {name: asked - got for name, (asked, got) in promised.items()},
    }
    found |= {f"reserved_for_{name}": got for name, (_, got) in promised.items()}
    if "picks" in case.expect or "picks_by_demand" in case.expect:
        by_demand = {name: _picks(shop, order) for name, order in orders.items() if order is not None}
        found |= {"picks_by_demand": by_demand, "picks": [pick for picks in by_demand.values() for pick in picks]}
    return found


def _state(asked: Decimal, got: Decimal) -> str:
    return "reserved" if got == asked else "partly reserved" if got else "waiting"


def _picks(shop: Shop, order_id: UUID) -> list[dict[str, Any]]:
    def read(work: UnitOfWork) -> list[dict[str, Any]]:
        wave = release_wave(work, shop.place(None).warehouse_id, origin_ids=[order_id])
        rows = work.execute(
            text("""SELECT l.code, t.qty FROM inventory.pick_task t LEFT JOIN inventory.lot l ON l.id = t.lot_id
                    WHERE t.wave_id = :wave ORDER BY l.id"""),
            {"wave": wave.id},
        )
        return [{"lot": row.code, "qty": row.qty} for row in rows]

    return shop.run(read)
