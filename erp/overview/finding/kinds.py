"""Everything the modules let be found, put together once: kinds, ways, pages and commands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from erp.kernel.finding import Command, Findable, Way
from erp.kernel.module import Module, NavItem


@dataclass(frozen=True)
class Kinds:
    """What the manifests say can be found; a page opens from ``pages`` by its endpoint."""

    findables: dict[str, Findable]
    ways: tuple[Way, ...]
    prefixes: frozenset[str]
    pages: tuple[NavItem, ...]
    commands: tuple[Command, ...]

    def of_endpoint(self, endpoint: str | None) -> Findable | None:
        """The kind of record a page shows."""
        return next((f for f in self.findables.values() if f.endpoint == endpoint and f.value == "id"), None)


def gather_kinds(modules: Iterable[Module]) -> Kinds:
    """Read the manifests.

    Raises: RuntimeError for a way to a kind that no module brings.
    """
    standing = tuple(modules)
    findables = {findable.kind: findable for module in standing for findable in module.findables}
    ways = tuple(way for module in standing for way in module.ways)
    lost = sorted({way.kind for way in ways} - set(findables))
    if lost:
        raise RuntimeError(f"ways of finding lead to kinds that no module brings: {', '.join(lost)}")
    return Kinds(
        findables,
        ways,
        frozenset(way.prefix for way in ways if way.prefix),
        tuple(item for module in standing for item in module.navigation),
        tuple(command for module in standing for command in module.commands),
    )
