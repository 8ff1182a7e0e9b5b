"""What the palette lists: records, pages and commands as one shape, in groups with headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from erp.kernel.actor import Actor
from erp.overview.finding.kinds import Kinds
from erp.overview.finding.search import Found
from erp.overview.finding.shortcuts import PAGE

MOST_PAGES = 6

AddressOf = Callable[..., str]
Translate = Callable[..., str]


@dataclass(frozen=True)
class Entry:
    """One line: where it leads, what it is called, and what it is kept under when pinned."""

    href: str
    code: str
    text: str
    extra: str
    icon: str
    kind: str
    target: str
    exact: bool = False
    pinned: bool = False


@dataclass(frozen=True)
class Group:
    title: str
    entries: list[Entry]


class Lister:
    """Makes lines of what was found, in the language of the person."""

    def __init__(self, kinds: Kinds, actor: Actor, address_of: AddressOf, translate: Translate) -> None:
        self.kinds, self.actor, self.address_of, self.translate = kinds, actor, address_of, translate

    def groups_of(self, found: Iterable[Found]) -> list[Group]:
        """Records under the heading of their kind, in the order they come."""
        groups: dict[str, Group] = {}
        for record in found:
            title = self.translate(record.findable.title)
            groups.setdefault(record.findable.kind, Group(title, [])).entries.append(self.record(record))
        return list(groups.values())

    def record(self, found: Found) -> Entry:
        """One record; a text by which it was met stands beside it."""
        findable = found.findable
        met = f"{self.translate(found.label)} {found.matched}" if found.label else ""
        argument: Any = found.id if findable.value == "id" else found.code
        return Entry(
            self.address_of(findable.endpoint, **{findable.argument: argument}),
            found.code,
            found.text,
            met or self.translate(_words(found.extra)),
            findable.icon,
            findable.kind,
            str(found.id),
            found.rank == 0 and not found.label,
        )

    def page(self, endpoint: str) -> Entry | None:
        """A page of the side bar, where the person may open it."""
        for item in self.kinds.pages:
            if item.endpoint == endpoint and self.actor.may(item.permission):
                section, text = self.translate(item.section), self.translate(item.text)
                return Entry(self.address_of(endpoint), "", text, section, "arrow-right", PAGE, endpoint)
        return None

    def either(self, entries: Iterable[Found | str], *, pinned: bool = False) -> list[Entry]:
        """Records and pages mixed, as a person keeps them."""
        lines = [self.page(entry) if isinstance(entry, str) else self.record(entry) for entry in entries]
        return [replace(line, pinned=pinned) for line in lines if line is not None]

    def pages(self, typed: str) -> list[Entry]:
        """Pages whose name or section holds every word typed, in the person's language or in English."""
        met = [
            (not _begins(self.translate(item.text), typed), item.order, item.endpoint)
            for item in self.kinds.pages
            if self.actor.may(item.permission)
            and _holds(f"{self.translate(item.text)} {self.translate(item.section)} {item.text}", typed)
        ]
        return [line for *_, endpoint in sorted(met)[:MOST_PAGES] if (line := self.page(endpoint)) is not None]

    def commands(self, typed: str) -> list[Entry]:
        """What can be started; all of it before anything is typed."""
        return [
            Entry(self.address_of(command.endpoint), "", self.translate(command.text), "", command.icon, "", "")
            for command in self.kinds.commands
            if self.actor.may(command.permission) and _holds(f"{self.translate(command.text)} {command.text}", typed)
        ]


def _words(extra: str) -> str:
    return extra.replace("_", " ") if extra.islower() else extra


def _holds(name: str, typed: str) -> bool:
    return all(word in name.casefold() for word in typed.casefold().split())


def _begins(name: str, typed: str) -> bool:
    return name.casefold().startswith(typed.casefold())
