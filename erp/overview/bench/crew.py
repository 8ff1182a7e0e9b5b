"""Several processes at the same work, begun at the same moment."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from time import perf_counter

from erp.kernel.assembly import Services
from erp.overview.bench.order_to_cash import Meter, run_cycle
from erp.overview.bench.world import World

WARM_UP = 3


def orders_per_second(services: Services, world: World, *, workers: int, orders: int, lines: int) -> float:
    """How many whole cycles so many processes complete a second together; each has connections of its own."""
    services.engine.dispose()  # nothing is open that a forked process could share
    processes = multiprocessing.get_context("fork")
    ready = processes.Barrier(workers + 1)
    each = max(1, orders // workers)

    def work(first: int) -> None:
        _work(services, world, ready, first, each, lines)

    crew = [processes.Process(target=_guarded, args=(work, 10_000 * (n + 1), ready)) for n in range(workers)]
    for process in crew:
        process.start()
    ready.wait(300)
    begun = perf_counter()
    for process in crew:
        process.join()
    seconds = perf_counter() - begun
    if any(process.exitcode for process in crew):
        raise RuntimeError("a process of the benchmark failed; its error stands above")
    return each * workers / seconds


def _work(services: Services, world: World, ready: Barrier, first: int, orders: int, lines: int) -> None:
    services.engine.dispose(close=False)
    meter = Meter(services)
    for number in range(WARM_UP):
        run_cycle(meter, world, first + number, lines)
    ready.wait(300)
    for number in range(orders):
        run_cycle(meter, world, first + WARM_UP + number, lines)


def _guarded(work: Callable[[int], None], first: int, ready: Barrier) -> None:
    try:
        work(first)
    except BaseException:
        ready.abort()
        raise
