"""What one process holds: the database, the event bus, the way to open a unit of work, and what modules brought."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from erp.kernel.adapters import Adapters
from erp.kernel.clock import Clock
from erp.kernel.events import Bus
from erp.kernel.module import Module
from erp.kernel.papers.kinds import PaperKind
from erp.kernel.unit_of_work import UnitOfWorkFactory

JobFunction = Callable[["Services", Any, dict[str, Any]], Any]
ScheduledFunction = Callable[["Services"], None]


@dataclass(frozen=True)
class Schedule:
    """Work that repeats: run once per due time, whatever the number of relays."""

    name: str
    every: timedelta
    function: ScheduledFunction


@dataclass(frozen=True)
class Services:
    """Built once by ``erp.app.build_services`` and handed to whatever runs use cases."""

    engine: Engine
    bus: Bus
    units: UnitOfWorkFactory
    adapters: Adapters
    clock: Clock
    modules: tuple[Module, ...]
    jobs: Mapping[str, JobFunction]
    schedules: tuple[Schedule, ...]
    papers: Mapping[str, PaperKind]
