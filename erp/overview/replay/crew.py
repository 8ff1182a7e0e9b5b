"""Who carries out the pieces of a day: this process alone, or several workers with a barrier at the end.

A worker holds its own connections. It ends by itself when the process that started it is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import make_engine, new_session
from erp.kernel.direct import prepares
from erp.kernel.unit_of_work import UnitOfWorkFactory
from erp.overview.replay.desk import Desk, open_desk
from erp.overview.replay.roster import Roster
from erp.overview.replay.tasks import Refusal, Task, carry_out, chains, names_of

RECONNECT_SECONDS = 120  # a session that began on empty tables keeps plans made for empty tables
POLL_SECONDS = 1.0
LEAVE_SECONDS = 10


class WorkerDied(RuntimeError):
    """A worker ended before its work did. Run the same command again: it goes on where this one stopped."""


class Crew(Protocol):
    """Carries out pieces of work in any order and returns when all are done."""

    def carry_out(self, tasks: Sequence[Task]) -> list[Refusal]: ...

    def processes(self) -> list[int]: ...

    def __enter__(self) -> Crew: ...

    def __exit__(self, *_: object) -> None: ...


@dataclass(frozen=True)
class Assignment:
    """What a worker must know to begin: the name its marks stand under, and the company."""

    source: str
    company_code: str


CrewMaker = Callable[[Assignment], Crew]


def for_bulk_load(services: Services) -> Services:
    """The same product with connections of its own, made for loading much.

    The database may confirm a commit before it is on disk: a crash loses the last pieces together with their marks,
    and the next run does them again. Nobody is woken for every piece; the sweep finds what is due.
    """
    keeps = prepares(services.engine)
    engine = make_engine(
        services.engine.url.render_as_string(hide_password=False),
        prepare=keeps,
        pool_size=2,
        pool_recycle=RECONNECT_SECONDS,
        connect_args={"options": "-c synchronous_commit=off"} if keeps else {},  # a pooler shares its connections
    )
    units = UnitOfWorkFactory(engine, services.bus, adapters=services.adapters, clock=services.clock)
    return replace(services, engine=engine, units=units)


class OneWorker:
    """This process, in the order given: every figure repeats exactly."""

    def __init__(self, services: Services, assignment: Assignment) -> None:
        self._hand = _Hand(services, assignment)

    def __enter__(self) -> OneWorker:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def carry_out(self, tasks: Sequence[Task]) -> list[Refusal]:
        results = [self._hand.do(task) for task in tasks]
        return [refusal for refusal in results if refusal is not None]

    def processes(self) -> list[int]:
        """Who works: this process alone."""
        return [os.getpid()]


class ManyWorkers:
    """Several processes, each given piece after piece by the roster; ``carry_out`` is the barrier.

    They are forked, so that they hold the product as it was put together, and open connections of their own.
    """

    def __init__(self, services: Services, assignment: Assignment, workers: int) -> None:
        context = multiprocessing.get_context("fork")
        self._results: Any = context.Queue()
        self._tasks: list[Any] = [context.Queue() for _ in range(workers)]
        self._workers: list[BaseProcess] = [
            context.Process(target=_work, args=(services, assignment, number, tasks, self._results), daemon=True)
            for number, tasks in enumerate(self._tasks)
        ]

    def __enter__(self) -> ManyWorkers:
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(self, kind: object = None, *_: object) -> None:
        for tasks in self._tasks:
            tasks.cancel_join_thread()  # what nobody takes any more must not keep this process from ending
            if kind is None:
                tasks.put(None)
        if kind is None:
            for worker in self._workers:
                worker.join(timeout=LEAVE_SECONDS)
        for worker in self._workers:
            if worker.is_alive():
                worker.terminate()

    def carry_out(self, tasks: Sequence[Task]) -> list[Refusal]:
        roster, refusals = Roster(chains(tasks)), []
        waiting = {number for number in range(len(self._workers)) if self._hand_out(roster, number)}
        while waiting:
            number, found = self._next_result()
            refusals += found
            if not self._hand_out(roster, number):
                waiting.remove(number)
        return refusals

    def processes(self) -> list[int]:
        """Who works: this process, which hands out, and its workers."""
        return [os.getpid(), *(worker.pid for worker in self._workers if worker.pid)]

    def _hand_out(self, roster: Roster, number: int) -> bool:
        chain = roster.next_for(number)
        if chain is not None:
            self._tasks[number].put(chain)
        return chain is not None

    def _next_result(self) -> tuple[int, list[Refusal]]:
        while True:
            try:
                result = self._results.get(timeout=POLL_SECONDS)
            except queue.Empty:
                if not all(worker.is_alive() for worker in self._workers):
                    raise WorkerDied("A worker of the replay has ended. Run the same command again.") from None
                continue
            number, refusals, failure = result
            if failure:
                raise WorkerDied(f"A worker of the replay failed:\n{failure}")
            return number, refusals


def _work(services: Services, assignment: Assignment, number: int, tasks: Any, results: Any) -> None:
    """The life of a worker process. The connections it inherited are left to the parent, unused and unclosed."""
    services.engine.dispose(close=False)
    hand = _Hand(for_bulk_load(services), assignment)
    while True:
        try:
            chain = tasks.get(timeout=POLL_SECONDS)
        except queue.Empty:
            parent = multiprocessing.parent_process()
            if parent is not None and not parent.is_alive():
                return
            continue
        if chain is None:
            return
        refusals: list[Refusal] = []
        for task in chain:
            try:
                refusal = hand.do(task)
            except Exception:
                results.put((number, refusals, f"{task.key}\n{traceback.format_exc()}"))
                break
            if refusal is not None:
                refusals.append(refusal)
        else:
            results.put((number, refusals, None))


class _Hand:
    """One pair of hands with its desk."""

    def __init__(self, services: Services, assignment: Assignment) -> None:
        self.services = services
        self.source = assignment.source
        self.actor = Actor.system("replay")
        with new_session(services.engine) as session:
            self.desk: Desk = open_desk(session, assignment.company_code)

    def do(self, task: Task) -> Refusal | None:
        skus, customers = names_of(task)
        if not (skus <= self.desk.items.keys() and customers <= self.desk.customers.keys()):
            with new_session(self.services.engine) as session:
                self.desk.learn(session, skus, customers)
        return carry_out(self.services.units, self.actor, self.source, self.desk, task)
