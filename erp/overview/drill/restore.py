"""Lose a database, restore it, and prove that its books are those of the instant that was asked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from erp.overview.drill.book_figures import (
    Figures,
    book_figures,
    differences,
    invariants_broken,
    wait_until_told,
)
from erp.overview.drill.scratch_house import DrillFailed, ScratchHouse, scratch_house
from erp.overview.drill.trade_file import days_of_trade, write_trade

_DAYS = 6


@dataclass
class RestoreReport:
    """What came of a drill: for each restore, the figures that differ and the invariants that are broken."""

    documents: int
    different: dict[str, dict[str, tuple[str | None, str | None]]] = field(default_factory=dict)
    broken: int = 0

    @property
    def holds(self) -> bool:
        """Whether every restore gave the books of its instant, and trade went on from there to the same end."""
        return not (any(self.different.values()) or self.broken)


@dataclass(frozen=True)
class _Books:
    at: datetime
    figures: Figures


def drill_restore(folder: Path, seed: int, port: int, told: Callable[[str], None]) -> RestoreReport:
    """Back up, trade on, lose the whole cluster; restore everything, then an instant between, and trade on again.

    Raises: DrillFailed where a command fails or the house does not come up.
    """
    file = folder / "trade.csv"
    report = RestoreReport(write_trade(file, _DAYS, seed))
    days = days_of_trade(_DAYS)
    with scratch_house(folder, "house", port) as house:
        _trade(house, file, days[1])
        _command(house, "backup", "--keep", "2")
        told(f"backed up after {days[1]}")
        between = _trade(house, file, days[3])
        end = _trade(house, file, days[-1])
        _wait_for_the_log(house)
        for name in ("supervisor", "postgres"):
            house.kill(name)
        house.stop()
        shutil.rmtree(house.root / "postgres" / "cluster")
        told("the cluster is lost")

        _command(house, "restore", "--yes")
        house.start()
        report.different["everything"] = differences(end.figures, book_figures(house))
        report.broken += invariants_broken(house)
        house.stop()

        _command(house, "restore", "--yes", "--at", between.at.isoformat())
        house.start()
        report.different[f"as of {days[3]}"] = differences(between.figures, book_figures(house))
        report.broken += invariants_broken(house)
        told(f"restored to {between.at:%H:%M:%S}; trade goes on")

        again = _trade(house, file, days[-1])
        report.different["traded on"] = differences(end.figures, again.figures)
        report.broken += invariants_broken(house)
    return report


def _trade(house: ScratchHouse, file: Path, last: date) -> _Books:
    """Carry trade on up to a day; the books when everybody was told."""
    _command(house, "replay", "online-retail", str(file), "--to", last.isoformat(),
             "--refused", str(file.with_name("refused.csv")))
    wait_until_told(house)
    figures = book_figures(house)
    with house.connect() as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    if row is None or not isinstance(row[0], datetime):
        raise DrillFailed("the server does not know what time it is")
    return _Books(row[0], figures)


def _wait_for_the_log(house: ScratchHouse) -> None:
    """Until everything written so far is kept beside the cluster."""
    with house.connect() as connection:
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
    log = house.root / "backups" / "log"
    name = str(row[0]) if row else ""
    house.wait_for((log / f"{name}.gz").is_file, f"{name} is kept")


def _command(house: ScratchHouse, *words: str) -> None:
    done = house.run(*words)
    if done.returncode != 0:
        raise DrillFailed(f"erp {words[0]} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
