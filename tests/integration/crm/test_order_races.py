"""Orders under real concurrency: shipping, cancelling and adding lines of one order neither deadlock nor contradict."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import LineEntry, RmaEntry, RmaLineEntry, add_order_lines, authorize_rma, cancel_sales_order
from erp.inventory.api import Pick, confirm_picks, confirm_shipment, pack_shipment, release_wave
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import Shop, a_customer, a_shop, an_order, ship_order
from tests.builders.inventory import put_stock

D = Decimal


def together(*steps: Callable[[], object]) -> list[object]:
    """Run the steps at once; a refusal is an answer, anything else is a fault."""
    barrier = Barrier(len(steps))

    def started(step: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return step()
        except Refused as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(len(steps)) as pool:
        return [future.result() for future in [pool.submit(started, step) for step in steps]]


def packed(work: UnitOfWork, shop: Shop, order_id: UUID) -> UUID:
    """A shipment of the order, ready to leave."""
    wave = release_wave(work, shop.place.id, origin_ids=[order_id])
    confirm_picks(work, [Pick(task.id, task.qty) for task in work.execute(
        text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :w"), {"w": wave.id})])  # fmt: skip
    shipment_id = wave.shipments[order_id]
    pack_shipment(work, shipment_id)
    return shipment_id


def test_shipping_while_the_rest_is_cancelled_and_lines_are_added(services: Services, system: Actor) -> None:
    for _ in range(5):
        with services.units.begin(system) as work:
            shop = a_shop(work)
            bolt = shop.item(work, "1.00")
            put_stock(work, shop.place, bolt, 60)
            order = an_order(work, shop, a_customer(work, shop.company, limit=10_000), [(bolt, 100)])
        with services.units.begin(system) as work:
            shipment_id = packed(work, shop, order.id)
            today = work.now.date()
            version = work.session.scalar(text("SELECT version FROM crm.sales_order WHERE id = :o"), {"o": order.id})

        def run(step: Callable[[UnitOfWork], object]) -> Callable[[], object]:
            return lambda: services.units.run(system, step)

        together(
            run(lambda work, s=shipment_id, t=today: confirm_shipment(work, s, occurred_on=t)),
            run(lambda work, o=order.id: cancel_sales_order(work, o, reason="Enough")),
            run(
                lambda work, o=order.id, i=bolt, v=version, t=today: add_order_lines(
                    work, o, [LineEntry(qty=D(5), item_id=i)], version=v, occurred_on=t
                )
            ),
        )
        with services.engine.connect() as connection:
            shipped, demanded = connection.execute(
                text("""
                    SELECT (SELECT sum(qty_shipped) FROM crm.sales_order_line WHERE order_id = :o),
                           (SELECT sum(qty_shipped) FROM inventory.demand_line WHERE origin_id = :o)
                """),
                {"o": order.id},
            ).one()
            assert shipped == demanded == 60
            agreed = connection.execute(
                text("""
                    SELECT l.qty_cancelled, d.qty_cancelled FROM crm.sales_order_line l
                      JOIN inventory.demand_line d ON d.origin_line_id = l.id WHERE l.order_id = :o
                """),
                {"o": order.id},
            ).all()
            assert all(ours == theirs for ours, theirs in agreed)
            open_amount = connection.execute(
                text("""
                    SELECT o.open_amount, sum(l.qty - l.qty_shipped - l.qty_cancelled) FROM crm.sales_order o
                      JOIN crm.sales_order_line l ON l.order_id = o.id WHERE o.id = :o GROUP BY o.open_amount
                """),
                {"o": order.id},
            ).one()
            assert open_amount[0] == open_amount[1]


def test_one_sale_is_returned_once_however_many_ask_at_once(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        shop = a_shop(work)
        bolt = shop.item(work, "1.00")
        put_stock(work, shop.place, bolt, 10)
        customer_id = a_customer(work, shop.company)
        order = an_order(work, shop, customer_id, [(bolt, 10)])
        work.settle()
        ship_order(work, shop, order.id)
        line_id = work.session.scalar(text("SELECT shipment_line_id FROM crm.billing_line"))
        entry = RmaEntry(
            company_id=shop.company.id, branch_id=shop.company.branch_id, warehouse_id=shop.place.id,
            customer_id=customer_id, authorized_on=work.now.date(),
            lines=(RmaLineEntry(qty=D(4), reason="other", original_shipment_line_id=line_id),),
        )  # fmt: skip

    def authorize() -> str:
        return services.units.run(system, lambda work: authorize_rma(work, entry).decision)

    answers = together(*[authorize] * 6)
    assert answers.count("authorized") == 2
    assert set(answers) - {"authorized"} <= {"Refused", "NotReturnable"}
    with services.engine.connect() as connection:
        assert connection.execute(text("SELECT sum(qty) FROM crm.rma_line")).scalar() == 8
