"""Walk through the file from day to day, and close each month as it ends."""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic

from erp.finance.api import close_period
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.marks import mark_once, marks_of
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import period_of
from erp.overview.replay.carry_out_payment import payments_due
from erp.overview.replay.crew import Assignment, Crew, CrewMaker
from erp.overview.replay.desk import open_desk
from erp.overview.replay.plan_supply import SupplyPlan, opening_supply, plan_supply
from erp.overview.replay.read_file import FileDay, read_days
from erp.overview.replay.set_up import set_up_company, set_up_customers, set_up_items
from erp.overview.replay.survey import Survey, survey
from erp.overview.replay.tasks import Refusal, Task

ACTOR = Actor.system("replay")  # everything is done by the replay itself, and the records say so
ITEMS_AT_ONCE = 500
CUSTOMERS_AT_ONCE = 100


@dataclass(frozen=True)
class DayDone:
    """One day, as progress is told."""

    on: date
    number: int
    of: int
    documents: int
    lines: int
    refused: int
    seconds: float


@dataclass
class Replay:
    """One replay of one file into one company. ``told`` hears of every day."""

    services: Services
    crew: CrewMaker
    assignment: Assignment
    path: Path
    first: date
    last: date
    refusals: Path
    told: Callable[[str], None]
    done: set[str] = field(default_factory=set)

    def run(self) -> tuple[date, date]:
        """Carry out every document from ``first`` to ``last`` that is not carried out yet; the days it covered.

        Raises: NotReadable; WorkerDied, after which the same call goes on where this one stopped.
        """
        source = self.assignment.source
        found = survey(read_days(self.path))
        days = [day for day in found.days if self.first <= day <= self.last]
        if not days:
            raise ValueError(f"{self.path.name} holds no day from {self.first} to {self.last}.")
        with new_session(self.services.engine) as session:
            self.done = marks_of(session, source)
        self._set_up(found)
        plan = plan_supply(found)
        with self.crew(self.assignment) as crew:
            self._open_shelves(crew, found, plan, days[0])
            last_month = days[0].replace(day=1)
            for number, day in enumerate(self._days(days), start=1):
                if day.on.replace(day=1) != last_month:
                    self._close_month(last_month, crew)
                    last_month = day.on.replace(day=1)
                if f"day {day.on}" not in self.done:
                    self.told(_progress(self._carry_out_day(crew, plan, day, number, len(days))))
        return days[0], days[-1]

    def _set_up(self, found: Survey) -> None:
        """The company before its first day; pieces that stand already are left alone."""
        source, code, units = self.assignment.source, self.assignment.company_code, self.services.units
        self.told(f"{found.lines} lines, {len(found.items)} items, {len(found.customers)} customers")
        units.run(ACTOR, lambda work: set_up_company(work, source, code, found.days))
        with new_session(self.services.engine) as session:
            desk = open_desk(session, code)
        for skus in _batches(sorted(found.items), ITEMS_AT_ONCE):
            units.run(ACTOR, partial(set_up_items, source=source, desk=desk, found=found, skus=skus))
        for codes in _batches(sorted(found.customers), CUSTOMERS_AT_ONCE):
            units.run(ACTOR, partial(set_up_customers, source=source, desk=desk, found=found, codes=codes))
        self.told("company, items and customers are set up")

    def _open_shelves(self, crew: Crew, found: Survey, plan: SupplyPlan, first: date) -> None:
        """Where the replay begins in the middle of the file, the goods that would be there by then are bought."""
        before = [day for day in found.days if day < first]
        if before and f"day {before[-1]}" not in self.done:
            self._carry_out(crew, opening_supply(found, plan, first))

    def _days(self, days: Sequence[date]) -> Iterator[FileDay]:
        wanted = set(days)
        return (day for day in read_days(self.path) if day.on in wanted)

    def _carry_out_day(self, crew: Crew, plan: SupplyPlan, day: FileDay, number: int, of: int) -> DayDone:
        """Receipts, then shipments, then write-offs and returns, then payments: a barrier after each."""
        began, refused = monotonic(), 0
        refused += self._carry_out(crew, plan.by_day.get(day.on, []))
        refused += self._carry_out(crew, day.of("sale"))
        refused += self._carry_out(crew, day.of("write_off", "cancellation", "bad_debt"))
        with new_session(self.services.engine) as session:
            company_id = open_desk(session, self.assignment.company_code).company_id
            payments = payments_due(session, company_id, day.on)
        refused += self._carry_out(crew, payments)
        self.services.units.run(ACTOR, lambda work: mark_once(work, self.assignment.source, f"day {day.on}"))
        lines = sum(len(document.lines) for document in day.documents)
        return DayDone(day.on, number, of, len(day.documents), lines, refused, monotonic() - began)

    def _carry_out(self, crew: Crew, tasks: Sequence[Task]) -> int:
        """Hand out what is neither done nor refused; keep what is refused now. Returns how many that were."""
        todo = [task for task in tasks if task.key not in self.done and f"refused {task.key}" not in self.done]
        refusals = crew.carry_out(todo)
        if refusals:
            self._keep(refusals)
        return len(refusals)

    def _keep(self, refusals: Sequence[Refusal]) -> None:
        is_new = not self.refusals.exists()
        with self.refusals.open("a", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            if is_new:
                rows.writerow(("day", "document", "lines", "reason"))
            for refusal in refusals:
                rows.writerow((refusal.on, refusal.key, " ".join(map(str, refusal.lines)), refusal.reason))

    def _close_month(self, month: date, crew: Crew) -> None:
        if self.services.units.run(ACTOR, lambda work: self._close(work, month)):
            self.told(f"{month:%B %Y} is closed; {_memory(crew.processes())}")

    def _close(self, work: UnitOfWork, month: date) -> bool:
        if not mark_once(work, self.assignment.source, f"closed {month:%Y-%m}"):
            return False
        company_id = open_desk(work.session, self.assignment.company_code).company_id
        close_period(work, period_of(work.session, company_id, month).id, note="closed by the replay")
        return True


def _memory(processes: Sequence[int]) -> str:
    """What each process holds in memory now, as Linux tells it."""
    page = os.sysconf("SC_PAGE_SIZE")
    try:
        pages = [int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in processes]
    except OSError:
        return "its memory is not told here"
    return "memory " + " + ".join(f"{held * page / 2**20:.0f}" for held in pages) + " MB"


def _batches(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))


def source_of(path: Path, company_code: str) -> str:
    """The name under which the marks of a file's replay stand: the file's own fingerprint and the company."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return f"online-retail {digest.hexdigest()[:16]} {company_code}"


def _progress(day: DayDone) -> str:
    pace = day.lines / day.seconds if day.seconds else 0
    refused = f", {day.refused} refused" if day.refused else ""
    return (
        f"{day.on}  {day.number}/{day.of}  {day.documents} documents, {day.lines} lines in {day.seconds:.1f} s "
        f"({pace:.0f} lines/s){refused}"
    )
