"""Order to cash, step by step as on a server: each step a use case with a commit of its own."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from time import perf_counter
from typing import Protocol, TypeVar

from sqlalchemy import event, text

from erp.crm.api import LineEntry, OrderEntry, enter_sales_order, submit_sales_order
from erp.finance.api import record_cash_receipt
from erp.inventory.api import Pick, confirm_picks, confirm_shipment, pack_shipment, release_wave
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.bench.server_figures import ServerFigures
from erp.overview.bench.world import ACTOR, World

T = TypeVar("T")
STEPS = ("enter", "submit", "release", "pick", "pack", "confirm", "cash")


class Stepper(Protocol):
    """Carries out the steps of a cycle, in whatever transactions."""

    def step(self, name: str, use_case: Callable[[UnitOfWork], T]) -> T: ...


class Meter:
    """Runs steps, and keeps how long each took and how many statements it executed.

    The statements are those that the server counted where its figures are given, else those that were sent.
    """

    def __init__(self, services: Services, figures: ServerFigures | None = None) -> None:
        self._services = services
        self._figures = figures
        self._statements = 0
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.statements: dict[str, int] = {}
        event.listen(services.engine, "before_cursor_execute", self._count)

    def _count(self, *arguments: object) -> None:
        parameters, many = arguments[3], arguments[5]
        self._statements += len(parameters) if many else 1  # type: ignore[arg-type]

    def step(self, name: str, use_case: Callable[[UnitOfWork], T]) -> T:
        """One use case, one commit."""
        before = self._figures.calls() if self._figures else 0
        self._statements = 0
        begun = perf_counter()
        result = self._services.units.run(ACTOR, use_case)
        self.seconds[name].append(perf_counter() - begun)
        self.statements[name] = self._figures.calls() - before if self._figures else self._statements
        return result

    def forget(self) -> None:
        """Drop what warming up has measured."""
        self.seconds.clear()

    def close(self) -> None:
        event.remove(self._services.engine, "before_cursor_execute", self._count)


class _OneTransaction:
    """Runs steps in a transaction that somebody else commits; what follows from each happens before the next."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def step(self, _name: str, use_case: Callable[[UnitOfWork], T]) -> T:
        result = use_case(self._work)
        self._work.settle()
        return result


def run_in_one_commit(services: Services, world: World, number: int, lines: int) -> None:
    """The same cycle with a single commit at its end."""
    services.units.run(ACTOR, lambda work: run_cycle(_OneTransaction(work), world, number, lines))


def run_cycle(steps: Stepper, world: World, number: int, lines: int, *, paid: bool = True) -> None:
    """One order of so many lines, from entry to the customer's money."""
    customer_id = world.customers[number % len(world.customers)]
    first = number * 7 % len(world.items)
    chosen = [world.items[(first + n) % len(world.items)] for n in range(lines)]
    entry = OrderEntry(
        company_id=world.company_id, branch_id=world.branch_id, warehouse_id=world.warehouse_id,
        customer_id=customer_id, ordered_on=world.today,
        lines=tuple(LineEntry(qty=Decimal(2), item_id=item_id) for item_id in chosen),
    )
    order = steps.step("enter", lambda work: enter_sales_order(work, entry))
    steps.step("submit", lambda work: submit_sales_order(work, order.id, occurred_on=world.today))
    wave = steps.step("release", lambda work: release_wave(work, world.warehouse_id, origin_ids=[order.id]))
    shipment_id = wave.shipments[order.id]
    steps.step("pick", lambda work: _pick_all(work, wave.id))
    steps.step("pack", lambda work: pack_shipment(work, shipment_id))
    steps.step("confirm", lambda work: confirm_shipment(work, shipment_id, occurred_on=world.today))
    if paid:
        steps.step("cash", lambda work: record_cash_receipt(
            work, company_id=world.company_id, branch_id=world.branch_id, customer_id=customer_id,
            amount=Decimal(22) * lines, received_on=world.today, oldest_first=True))


def _pick_all(work: UnitOfWork, wave_id: object) -> None:
    tasks = work.execute(text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :wave"), {"wave": wave_id})
    confirm_picks(work, [Pick(task.id, task.qty) for task in tasks])
