"""What a business module brings to the house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erp.kernel.events import Event, Subscription
    from erp.kernel.finding import Command, Findable, Way
    from erp.kernel.papers.kinds import PaperKind
    from erp.kernel.row_actions import RowAction


@dataclass(frozen=True)
class Permission:
    """A right that routes and use cases ask for, and the roles that hold it from the start."""

    name: str  # module.object.verb
    text: str
    roles: tuple[str, ...] = ()  # the administrator holds every permission


@dataclass(frozen=True)
class NavItem:
    """A page in the side bar, shown to whoever holds its permission."""

    text: str
    endpoint: str
    permission: str
    section: str
    order: int = 100


@dataclass(frozen=True)
class Waiting:
    """A count of what waits for somebody, shown on the home page as a link."""

    text: str
    endpoint: str
    permission: str
    count: Callable[..., int]  # (session, company_id, actor), and the day where ``dated``
    order: int = 100
    filters: tuple[tuple[str, str], ...] = ()  # that make the page show what is counted
    roles: tuple[str, ...] = ()  # whose daily work it is: shown to them first
    dated: bool = False  # whether ``count`` also takes today's date


@dataclass(frozen=True)
class Picture:
    """A picture of the home page: a piece of page of its own, loaded once the page stands."""

    title: str
    endpoint: str
    permission: str
    roles: tuple[str, ...]  # whose home page shows it
    order: int = 100


@dataclass(frozen=True)
class Module:
    """One module: its name is also its database schema and its folder under templates/."""

    name: str
    models: tuple[ModuleType, ...] = ()
    events: tuple[type[Event], ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    blueprints: tuple[Any, ...] = ()
    permissions: tuple[Permission, ...] = ()
    navigation: tuple[NavItem, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    pictures: tuple[Picture, ...] = ()
    findables: tuple[Findable, ...] = ()
    ways: tuple[Way, ...] = ()  # to its own findables and to those of lower modules
    commands: tuple[Command, ...] = ()
    row_actions: tuple[RowAction, ...] = ()  # for many rows of its lists at once
    jobs: tuple[tuple[str, Callable[[Any, Any, dict[str, Any]], Any]], ...] = ()  # kind, function: kernel.jobs
    papers: tuple[PaperKind, ...] = ()  # that can be printed many at a time, and sent
    schedules: tuple[Any, ...] = ()  # kernel.services.Schedule
