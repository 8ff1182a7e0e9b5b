"""Steps that send goods out: an order is placed, picked, packed and shipped; its invoice follows by itself."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import LineEntry, OrderEntry, place_sales_order
from erp.inventory.api import (
    NotEnoughStock,
    NothingToRelease,
    Pick,
    PoolShort,
    confirm_picks,
    confirm_shipment,
    pack_shipment,
    release_wave,
)
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.goods_out import price_of
from erp.overview.examples.lots import balance_of_lot
from erp.overview.examples.read_cases import NotCovered, Step
from erp.overview.examples.shop import Place, Shop, unit_code


class RestWaits(Refused):
    """The order is not delivered in full: what is not there is back-ordered."""


SHORT = (NotEnoughStock, NothingToRelease, PoolShort, RestWaits)  # how the product says that goods are not there


def ship(shop: Shop, step: Step) -> None:
    """Goods leave for a customer.

    Raises: Refused where less is there than should leave; nothing is left behind then.
    """
    if step.given.get("owner"):
        raise NotCovered("goods that belong to somebody else")
    product = shop.product(step)
    named = shop.place(step.given.get("from", step.given.get("at")))
    places = [named] if "from" in step.given or "at" in step.given else _every_place(shop, named)
    for place in places:
        try:
            shop.made[step.id] = (*shop.run(partial(_leave, shop=shop, step=step, product=product, place=place)), place)
            return
        except SHORT:
            if place is places[-1]:
                raise


def _every_place(shop: Shop, first: Place) -> list[Place]:
    """Where no place is named, goods leave from wherever they are."""
    return [first, *(place for place in shop.places.values() if place.warehouse_id != first.warehouse_id)]


def _leave(work: UnitOfWork, shop: Shop, step: Step, product: str, place: Place) -> tuple[UUID, UUID]:
    day, unit, qty = shop.day(step), step.given.get("uom"), step.number("qty")
    factor = shop.factor(product, unit)
    line = LineEntry(
        qty=qty, item_id=shop.items[product], unit=unit_code(unit) if unit else "",
        unit_price=Decimal(price_of(shop, step)), reason="Worked example",
    )
    order = place_sales_order(work, OrderEntry(
        company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=place.warehouse_id,
        customer_id=shop.customer_id, ordered_on=day, lines=(line,),
    ))
    work.settle()
    wave = release_wave(work, place.warehouse_id, origin_ids=[order.id])
    picked = pick(work, shop, wave.id, shop.items[product], lots_of(step))
    needed = qty * factor.numerator / factor.denominator
    if picked < needed:
        raise RestWaits(f"Only {picked} of {needed} are there; the rest is back-ordered.")
    shipment_id = wave.shipments[order.id]
    pack_shipment(work, shipment_id)
    confirm_shipment(work, shipment_id, occurred_on=day)
    work.settle()
    line_id: UUID = work.execute(
        text("SELECT id FROM inventory.shipment_line WHERE shipment_id = :id ORDER BY id LIMIT 1"), {"id": shipment_id}
    ).scalar_one()
    return shipment_id, line_id


def lots_of(step: Step) -> dict[str, Decimal]:
    """The lots that are named, and how much of each; one that is named alone gives everything."""
    if step.given.get("lots"):
        return {code: Decimal(qty) for code, qty in step.given["lots"].items()}
    return {step.given["lot"]: step.number("qty")} if step.given.get("lot") else {}


def release_part(work: UnitOfWork, warehouse_id: UUID, order_id: UUID, qty: Decimal) -> tuple[UUID, UUID]:
    """So much of an order goes on a wave; the rest stays promised. Answers the wave and the shipment."""
    line_id = work.execute(
        text("SELECT id FROM inventory.demand_line WHERE origin_id = :order"), {"order": order_id}
    ).scalar_one()
    wave = release_wave(work, warehouse_id, origin_ids=[order_id], qty={line_id: qty})
    return wave.id, wave.shipments[order_id]


def pick(work: UnitOfWork, shop: Shop, wave_id: UUID, item_id: UUID, lots: Mapping[str, Decimal]) -> Decimal:
    """Every task as asked or, where one lot is named, from that lot instead. Answers how much was picked."""
    tasks = work.execute(
        text("SELECT id, qty, stock_balance_id FROM inventory.pick_task WHERE wave_id = :wave ORDER BY sequence"),
        {"wave": wave_id},
    ).all()
    chosen: UUID | None = None
    if len(lots) > 1:
        raise NotCovered("one line of several lots of one's choice")
    for code in lots:
        chosen = balance_of_lot(work, shop, item_id, code)
        if chosen is None:
            raise RestWaits(f"Lot {code} is not in stock.")
    confirm_picks(work, [
        Pick(task.id, task.qty, stock_balance_id=None if chosen in (None, task.stock_balance_id) else chosen)
        for task in tasks
    ])
    return sum((task.qty for task in tasks), Decimal(0))
