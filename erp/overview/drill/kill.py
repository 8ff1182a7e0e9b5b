"""Kill programs of a house while it works, and prove that its books end as if nothing had happened."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from erp.overview.drill.book_figures import (
    Figures,
    book_figures,
    differences,
    invariants_broken,
    wait_until_told,
)
from erp.overview.drill.scratch_house import DrillFailed, ScratchHouse, scratch_house
from erp.overview.drill.trade_file import write_trade

VICTIMS = ("postgres", "web", "worker", "worker-long", "relay", "valkey", "supervisor")
_DAYS_A_KILL = 1
_FEWEST_DAYS = 4
_POLL = 0.03
_MENDING = 300.0


@dataclass(frozen=True)
class KillReport:
    """What came of a drill."""

    kills: dict[str, int]
    documents: int
    started_again: int  # how often the replay itself was cut off and begun anew
    seconds: float
    longest_mending: float
    different: dict[str, tuple[str | None, str | None]]
    broken: int
    events: int
    told_twice: int

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, doubled or changed."""
        return not (self.different or self.broken or self.told_twice)


def drill_kill(folder: Path, times: int, seed: int, port: int, told: Callable[[str], None]) -> KillReport:
    """Replay made-up trade twice: once undisturbed, once under ``times`` kills; compare every figure.

    Raises: DrillFailed where the house does not come up again, or the replay cannot be carried to its end.
    """
    file = folder / "trade.csv"
    documents = write_trade(file, max(_FEWEST_DAYS, times * _DAYS_A_KILL), seed)
    told(f"{documents} documents; first without any disturbance")
    with scratch_house(folder, "calm", port) as house:
        run_replay(house, file, folder)
        wait_until_told(house)
        expected = book_figures(house)
    told(f"undisturbed: {len(expected)} figures, {_events(expected)} events; now the kills")
    began = time.monotonic()
    with scratch_house(folder, "hurt", port) as house:
        executioner = _Executioner(house, file, folder, documents, random.Random(seed), told)  # noqa: S311
        executioner.kill(times)
        run_replay(house, file, folder)  # whatever is left, and the comparison with the file
        waited = wait_until_told(house)
        told(f"the replay is at its end; every listener was told after {waited:.0f} s")
        found = book_figures(house)
        broken = invariants_broken(house)
        told_twice = _told_twice(house)
    return KillReport(
        dict(executioner.kills), documents, executioner.restarts, time.monotonic() - began, executioner.longest,
        differences(expected, found), broken, _events(found), told_twice,
    )


def run_replay(house: ScratchHouse, file: Path, folder: Path) -> None:
    """Carry the trade to its end.

    Raises: DrillFailed where a figure differs from the file or something was refused.
    """
    done = house.run(*_replay_words(file, folder))
    if done.returncode != 0:
        raise DrillFailed(f"the replay failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def _replay_words(file: Path, folder: Path) -> tuple[str, ...]:
    return ("replay", "online-retail", str(file), "--refused", str(folder / "refused.csv"), "--json")


class _Executioner:
    """Kills at random points of the replay, counted in the documents it has carried out."""

    def __init__(
        self, house: ScratchHouse, file: Path, folder: Path, documents: int, chance: random.Random,
        told: Callable[[str], None],
    ) -> None:
        self.house, self.words, self.documents, self.chance = house, _replay_words(file, folder), documents, chance
        self.told = told
        self.kills: Counter[str] = Counter()
        self.restarts = 0
        self.longest = 0.0
        self._log = folder / "replay.log"

    def kill(self, times: int) -> None:
        """Kill so many times; the order of victims is drawn so that each comes as often as the others."""
        points = sorted(self.chance.uniform(0.02, 0.9) * self.documents for _ in range(times))
        victims: list[str] = []
        while len(victims) < times:
            victims += self.chance.sample(VICTIMS, len(VICTIMS))
        replay = self._begin()
        try:
            for point, victim in zip(points, victims, strict=False):
                replay = self._wait_for(point, replay)
                replay = self._kill(victim, replay)
        finally:
            _end(replay)

    def _begin(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self.house.command(*self.words), env=self.house.environ, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )

    def _wait_for(self, point: float, replay: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        """Wait until the replay has come to the point; begin it anew where the last kill cut it off."""
        deadline = time.monotonic() + _MENDING * 2
        while self._carried_out() < point:
            if replay.poll() is not None:
                if replay.returncode == 0:
                    return replay
                self.restarts += 1
                replay = self._begin()
            if time.monotonic() > deadline:
                raise DrillFailed(f"the replay does not go on; its last words:\n{self._log.read_text()[-3000:]}")
            time.sleep(_POLL)
        return replay

    def _kill(self, victim: str, replay: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        """Kill it, and let the replay work on (or fail) until the house stands again."""
        pid, began = self.house.pid(victim), time.monotonic()
        self.house.kill(victim)
        self.kills[victim] += 1
        if victim == "supervisor":
            self.house.start()
        else:
            self.house.wait_for(lambda: self.house.is_mended(victim, pid), f"{victim} stands again", _MENDING)
        took = time.monotonic() - began
        self.longest = max(self.longest, took)
        self.told(f"{sum(self.kills.values()):3}  {victim} killed after {self._carried_out():.0f} documents, "
                  f"mended in {took:.1f} s")
        return replay

    def _carried_out(self) -> float:
        """How many pieces the replay has finished; none where the database is away."""
        with contextlib.suppress(psycopg.Error):
            with self.house.connect() as connection:
                row = connection.execute(
                    "SELECT count(*) FROM kernel.import_mark WHERE key ~ '^(sale|cancellation|write_off) [^ ]+$'"
                ).fetchone()
            return float(str(row[0])) if row else 0.0
        return 0.0


def _end(replay: subprocess.Popen[bytes]) -> None:
    if replay.poll() is None:
        os.killpg(replay.pid, signal.SIGKILL)
    replay.wait()


def _told_twice(house: ScratchHouse) -> int:
    """Events for which a listener was noted more than once, and entries of one event for one purpose doubled."""
    with house.connect() as connection:
        row = connection.execute("""
            SELECT (SELECT count(*) FROM (SELECT FROM kernel.delivery GROUP BY event_id, subscriber
                                          HAVING count(*) > 1) AS doubled)
                 + (SELECT count(*) FROM kernel.delivery d
                     WHERE NOT EXISTS (SELECT FROM kernel.event e WHERE e.id = d.event_id))""").fetchone()
    return int(str(row[0])) if row else 0


def _events(figures: Figures) -> int:
    return sum(int(value) for name, value in figures.items() if name.startswith("events "))
