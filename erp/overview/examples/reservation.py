"""Examples of promises: who gets the goods, who waits, what is picked where, and what leaves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import LineEntry, OrderEntry, place_sales_order
from erp.inventory.api import availability, confirm_shipment, lot_dates, pack_shipment, release_wave
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples import corrections, goods_in, sending
from erp.overview.examples.giving_up import GIVING_UP, check_giving_up, give_up, order_figures, still_open
from erp.overview.examples.put_away import put_away
from erp.overview.examples.read_cases import Case, NotCovered, NotOurChoice, Step
from erp.overview.examples.shop import MAIN, PICK_ORDERS, Shop, open_shop

VERBS = ("reserve", "receive", "scrap", "retry", "ship", "sales_order", "set_expiry", *GIVING_UP)
NOT_HERE = {
    "shelf_records": NotOurChoice("goods are never promised beyond what is there"),
    "over_shipment_tolerance_percent": NotCovered("shipping more than was ordered"),
    "lots": NotCovered("a forecast of goods by their expiry"),
}


def reservation(case: Case, services: Services) -> Mapping[str, Any]:
    """What is promised to each demand and free after each step, what is picked for it, and where goods are put."""
    if "putaway_rules" in case.setup:
        return put_away(case, services)
    _check(case)
    check_giving_up(case)
    tracking = case.setup.get("tracking") or ("lot" if any(s.get("lot") for s in _stock(case)) else "none")
    product: dict[str, Any] = {"uom": "unit", "tracking": tracking, "uoms": {}}
    shop = open_shop(services, replace(case, setup={**case.setup, "products": {"P": product}}))
    _bring_in(shop, case)
    for step in case.steps:
        shop.begin(step)
        _carry_out(shop, step)
        shop.made[f"left after_{step.id}"] = still_open(shop)
        shop.made[f"point {step.id}"] = {
            "after": step.id, "available": _free(shop),
            "reserved": {name: _promised(shop, order)[1] for name, order in _orders(shop).items()},
        }
    return _figures(case, shop)


def _stock(case: Case) -> list[Mapping[str, Any]]:
    """What lies there at first; a package is a bin of its own."""
    found = list(case.setup.get("stock", ()))
    if "under_shipment_tolerance_percent" in case.setup and not found:  # as much as is ordered
        found = [{"qty": str(sum((s.number("qty") for s in case.steps if s.do == "sales_order"), ZERO))}]
    for package in case.setup.get("packages", ()):
        for _ in range(int(package.get("count", 1))):
            qty = package.get("size", package.get("loose_qty"))
            found.append({"qty": qty, "location": f"{MAIN}/PK{len(found):03}"})
    return found


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
    if unknown or not (_stock(case) or "shelf_life" in case.setup):
        raise NotCovered(", ".join(unknown) or "promises without stock")
    if case.setup.get("uoms"):
        raise NotCovered("promises in whole packs only")
    if len({bool(stock.get("lot")) for stock in _stock(case)}) > 1:
        raise NotCovered("goods of one item with and without a lot")
    if case.setup.get("removal", "fifo") not in PICK_ORDERS:
        raise NotCovered(f"picking by {case.setup['removal']}")


def _bring_in(shop: Shop, case: Case) -> None:
    """The goods come in by age; their expiry keeps its distance from the example's own day."""
    for name in sorted({stock.get("location", MAIN) for stock in _stock(case)}):
        shop.place(name)
    later = _later(shop, case)
    for n, stock in enumerate(sorted(_stock(case), key=lambda s: str(s.get("in_date", "")))):
        expires_on = date.fromisoformat(stock["expiry"]) + later if stock.get("expiry") else None
        goods_in.receive(shop, Step(f"stock {n}", "receive", {
            "qty": stock["qty"], "unit_cost": "1", "lot": stock.get("lot", ""), "to": stock.get("location"),
            "expires_on": expires_on.isoformat() if expires_on else None,
            "on": min(shop.today, expires_on or shop.today).isoformat(),  # what has expired since came in good
        }))


def _later(shop: Shop, case: Case) -> timedelta:
    """How much later today is than the example's day: the one it names, else one on which nothing has expired."""
    dates = [stock["expiry"] for stock in _stock(case) if stock.get("expiry")]
    named = case.setup.get("today") or min(dates, default=shop.today.isoformat())
    return shop.today - date.fromisoformat(named)


def _carry_out(shop: Shop, step: Step) -> None:
    if step.do in ("reserve", "sales_order"):
        name = step.given.get("demand", step.id)
        shop.made[f"demand {name}"] = _order(shop, step)
    elif step.do == "receive":
        goods_in.receive(shop, replace(step, given={"unit_cost": "1", **step.given}))
    elif step.do in GIVING_UP:
        give_up(shop, step)
    elif step.do == "scrap":
        corrections.scrap(shop, step)
    elif step.do == "set_expiry":
        days = shop.case.setup.get("shelf_life", {})
        dates = lot_dates(
            date.fromisoformat(step.given["expiry"]), int(days.get("best_before_days_earlier", 0)),
            int(days.get("removal_days_earlier", 0)), int(days.get("alert_days_earlier", 0)),
        )
        shop.made[f"dates {step.id}"] = {
            "expiry": dates.expiry.isoformat(), "best_before": dates.best_before.isoformat(),
            "removal": dates.removal.isoformat(), "alert": dates.alert.isoformat(),
        }
    elif step.do == "ship":
        _ship(shop, step)


def _ship(shop: Shop, step: Step) -> None:
    order_id = shop.made.get(f"demand {step.given.get('order', step.given.get('demand', ''))}")
    try:
        if order_id is None:
            sending.ship(shop, replace(step, given={"unit_price": "1", **step.given}))
        else:
            shop.made[f"shipment {step.id}"] = shop.run(
                lambda work: _send(work, shop, order_id, step.number("qty"))
            )
    except Refused:
        if not step.must_be_refused:
            raise
        shop.made.setdefault("refused", []).append({"step": step.id})


def _send(work: UnitOfWork, shop: Shop, order_id: UUID, qty: Decimal) -> UUID:
    wave_id, shipment_id = sending.release_part(work, shop.place(None).warehouse_id, order_id, qty)
    sending.pick(work, shop, wave_id, shop.items["P"], {})
    pack_shipment(work, shipment_id)
    confirm_shipment(work, shipment_id, occurred_on=shop.today)
    return shipment_id


def _order(shop: Shop, step: Step) -> UUID | None:
    """An order is placed; None where it cannot be."""
    line = LineEntry(
        qty=step.number("qty"), item_id=shop.items["P"], unit_price=step.number("unit_price", "1"),
        reason="Worked example",
    )
    entry = OrderEntry(
        company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=_goods(shop),
        customer_id=shop.customer_id, ordered_on=shop.day(step), lines=(line,),
    )
    try:
        return shop.run(lambda work: place_sales_order(work, entry)).id
    except Refused:
        return None


def _goods(shop: Shop) -> UUID:
    """The warehouse of the example: the one its goods were brought to."""
    stock = _stock(shop.case)
    return shop.place(stock[0].get("location") if stock else None).warehouse_id


def _orders(shop: Shop) -> dict[str, UUID | None]:
    return {key.removeprefix("demand "): order for key, order in shop.made.items() if key.startswith("demand ")}


def _promised(shop: Shop, order_id: UUID | None) -> tuple[Decimal, Decimal, Decimal]:
    """Asked for, promised and gone."""
    if order_id is None:
        return ZERO, ZERO, ZERO

    def read(work: UnitOfWork) -> tuple[Decimal, Decimal, Decimal]:
        row = work.execute(
            text("SELECT qty, qty_allocated, qty_shipped FROM inventory.demand_line WHERE origin_id = :order"),
            {"order": order_id},
        ).one()
        return row.qty, row.qty_allocated, row.qty_shipped

    return shop.run(read)


def _free(shop: Shop) -> Decimal:
    rows = shop.run(lambda work: availability(work.session, [shop.items["P"]], [_goods(shop)]))
    return sum((row.qty_free for row in rows.values()), ZERO)


def _available(case: Case, shop: Shop) -> Any:
    """What is free in all or, where places are named, in each of them with the places inside it."""
    wanted = case.expect.get("available")
    if not isinstance(wanted, Mapping):
        return _free(shop)
    rows = shop.run(lambda work: work.execute(
        text("SELECT bin_id, sum(qty_on_hand - qty_allocated) AS qty FROM inventory.stock_balance "
             "WHERE company_id = :company GROUP BY bin_id"),
        {"company": shop.company_id},
    ).all())
    free = {row.bin_id: row.qty for row in rows}
    return {
        name: sum(
            (free.get(place.bin_id, ZERO) for path, place in shop.places.items()
             if path == name or path.startswith(f"{name}/")), ZERO
        )
        for name in wanted
    }


def _figures(case: Case, shop: Shop) -> Mapping[str, Any]:
    promised = {name: _promised(shop, order) for name, order in _orders(shop).items()}
    points = {key.removeprefix("point "): point for key, point in shop.made.items() if key.startswith("point ")}
    found: dict[str, Any] = {
        "checkpoints": [points[point["after"]] for point in case.expect.get("checkpoints", [])],
        "available": _available(case, shop),
        "state": {name: _state(*quantities) for name, quantities in promised.items()},
        "short": {name: asked - got - gone for name, (asked, got, gone) in promised.items()},
        "refused": shop.made.get("refused", []),
        "dates": {k.removeprefix("dates "): v for k, v in shop.made.items() if k.startswith("dates ")},
        "after": _after(case, shop), **order_figures(shop),
    }
    if not isinstance(case.expect.get("short", {}), Mapping):
        found["short"] = sum(found["short"].values(), ZERO)
    found |= {f"reserved_for_{name}": got for name, (_, got, _) in promised.items()}
    if {"picks", "picks_by_demand", "pick_lines"} & case.expect.keys():
        by_demand = {name: _picks(shop, order) for name, order in _orders(shop).items() if order is not None}
        picks = [pick for picks in by_demand.values() for pick in picks]
        found |= {"picks_by_demand": by_demand, "picks": picks, "pick_lines": len(picks)}
    return found


def _after(case: Case, shop: Shop) -> dict[str, Any]:
    """Of orders: what is still to be delivered and what was billed, after each shipment."""
    gone = billed = ZERO
    ordered = sum((step.number("qty") for step in case.steps if step.do == "sales_order"), ZERO)
    found = {}
    for step in case.steps:
        if step.do == "ship" and f"point {step.id}" in shop.made:
            row = shop.run(partial(_sent, shop=shop, step=step))
            gone, billed = gone + row.shipped, billed + row.billed
            found[step.id] = {"backorder_qty": ordered - gone, "to_invoice_qty": billed}
    return found


def _sent(work: UnitOfWork, shop: Shop, step: Step) -> Any:
    runs = [run for run, name in shop.step_of.items() if name == step.id]
    return work.execute(_SHIPPED, {"company": shop.company_id, "steps": runs}).one()


_SHIPPED = text("""
    SELECT coalesce((SELECT -sum(m.qty) FROM inventory.stock_movement m
             WHERE m.company_id = :company AND m.kind = 'shipment'
               AND m.correlation_id = ANY(CAST(:steps AS uuid[]))), 0) AS shipped,
           coalesce((SELECT sum(l.qty) FROM finance.sales_invoice_line l
             JOIN finance.sales_invoice i ON i.id = l.invoice_id
             JOIN finance.journal_entry e ON e.source_id = i.id
             WHERE i.company_id = :company AND e.correlation_id = ANY(CAST(:steps AS uuid[]))), 0) AS billed""")


def _state(asked: Decimal, got: Decimal, gone: Decimal) -> str:
    if gone and gone == asked:
        return "done"
    return "reserved" if got == asked else "partly reserved" if got else "waiting"


def _picks(shop: Shop, order_id: UUID) -> list[dict[str, Any]]:
    names = {place.bin_id: name for name, place in shop.places.items()}

    def read(work: UnitOfWork) -> list[dict[str, Any]]:
        wave = release_wave(work, _goods(shop), origin_ids=[order_id])
        rows = work.execute(
            text("""SELECT l.code, t.qty, t.bin_id FROM inventory.pick_task t
                    LEFT JOIN inventory.lot l ON l.id = t.lot_id WHERE t.wave_id = :wave ORDER BY l.id, t.sequence"""),
            {"wave": wave.id},
        )
        return [{"lot": row.code, "qty": row.qty, "location": names.get(row.bin_id, MAIN)} for row in rows]

    return shop.run(read)
