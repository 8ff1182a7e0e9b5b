"""Order to cash, step by step as on a server: each step a use case with a commit of its own."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from time import perf_counter
from typing import TypeVar

from sqlalchemy import event, text

from erp.crm.api import LineEntry, OrderEntry, enter_sales_order, submit_sales_order
from erp.finance.api import record_cash_receipt
from erp.inventory.api import Pick, confirm_picks, confirm_shipment, pack_shipment, release_wave
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.bench.world import ACTOR, World

T = TypeVar("T")
STEPS = ("enter", "submit", "release", "pick", "pack", "confirm", "cash")


class Meter:
    """Runs steps, and keeps how long each took and how many statements it executed."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._statements = 0
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.statements: dict[str, int] = {}
        event.listen(services.engine, "before_cursor_execute", self._count)

    def _count(self, *arguments: object) -> None:
        parameters, many = arguments[3], arguments[5]
        self._statements += len(parameters) if many else 1  # type: ignore[arg-type]

    def step(self, name: str, use_case: Callable[[UnitOfWork], T]) -> T:
        """One use case, one commit."""
        self._statements = 0
        begun = perf_counter()
        result = self._services.units.run(ACTOR, use_case)
        self.seconds[name].append(perf_counter() - begun)
        self.statements[name] = self._statements
        return result

    def forget(self) -> None:
        """Drop what warming up has measured."""
        self.seconds.clear()

    def close(self) -> None:
        event.remove(self._services.engine, "before_cursor_execute", self._count)


def run_cycle(meter: Meter, world: World, number: int, lines: int) -> None:
    """One order of so many lines, from entry to the customer's money."""
    customer_id = world.customers[number % len(world.customers)]
    first = number * 7 % len(world.items)
    chosen = [world.items[(first + n) % len(world.items)] for n in range(lines)]
    entry = OrderEntry(
        company_id=world.company_id, branch_id=world.branch_id, warehouse_id=world.warehouse_id,
        customer_id=customer_id, ordered_on=world.today,
        lines=tuple(LineEntry(qty=Decimal(2), item_id=item_id) for item_id in chosen),
    )
    order = meter.step("enter", lambda work: enter_sales_order(work, entry))
    meter.step("submit", lambda work: submit_sales_order(work, order.id, occurred_on=world.today))
    wave = meter.step("release", lambda work: release_wave(work, world.warehouse_id, origin_ids=[order.id]))
    shipment_id = wave.shipments[order.id]
    meter.step("pick", lambda work: _pick_all(work, wave.id))
    meter.step("pack", lambda work: pack_shipment(work, shipment_id))
    meter.step("confirm", lambda work: confirm_shipment(work, shipment_id, occurred_on=world.today))
    meter.step("cash", lambda work: record_cash_receipt(
        work, company_id=world.company_id, branch_id=world.branch_id, customer_id=customer_id,
        amount=Decimal(22) * lines, received_on=world.today, oldest_first=True))


def _pick_all(work: UnitOfWork, wave_id: object) -> None:
    tasks = work.execute(text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :wave"), {"wave": wave_id})
    confirm_picks(work, [Pick(task.id, task.qty) for task in tasks])
