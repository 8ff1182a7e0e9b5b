"""The side bar: what the modules bring, in the order of the day's work, as far as the person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Flask, request

from erp.kernel.module import Module, NavItem
from erp.web.doors import house
from erp.web.languages import gettext
from erp.web.visitors import current_visitor

SECTIONS: tuple[tuple[str, str], ...] = (
    ("Sales", "shopping-cart"),
    ("Purchasing", "truck-delivery"),
    ("Warehouse", "building-warehouse"),
    ("Items", "package"),
    ("Customers", "users"),
    ("Receivables", "receipt"),
    ("Payables", "file-invoice"),
    ("Ledger", "book"),
    ("Close", "lock"),
    ("Reports", "chart-bar"),
    ("Setup", "settings"),
)


@dataclass(frozen=True)
class Section:
    """One heading of the side bar with the pages under it."""

    name: str
    icon: str
    items: tuple[NavItem, ...]
    is_open: bool


def side_bar() -> list[Section]:
    """The sections and pages the visitor may see; the one that holds the present page is open."""
    visitor = current_visitor()
    if visitor is None:
        return []
    shown = []
    for name, icon in SECTIONS:
        items = tuple(item for item in house().menu.get(name, ()) if visitor.actor.may(item.permission))
        if items:
            named = tuple(replace(item, text=gettext(item.text)) for item in items)
            shown.append(Section(gettext(name), icon, named, any(is_here(item) for item in items)))
    return shown


def is_here(item: NavItem) -> bool:
    """Whether the present page is this one or, where no entry names it, this is the first entry of its part."""
    if request.endpoint is None:
        return False
    named = [entry.endpoint for section in house().menu.values() for entry in section]
    if request.endpoint in named:
        return request.endpoint == item.endpoint
    part = request.endpoint.partition(".")[0]
    return next((endpoint for endpoint in named if endpoint.partition(".")[0] == part), None) == item.endpoint


def check_navigation(app: Flask, modules: Iterable[Module]) -> None:
    """Refuse to start with a side bar or a home page that leads nowhere.

    Raises: RuntimeError, naming every such entry.
    """
    sections = {name for name, _icon in SECTIONS}
    faults = []
    for module in modules:
        entries = [(item.text, item.endpoint) for item in module.navigation]
        entries += [(tile.text, tile.endpoint) for tile in module.waiting]
        entries += [(picture.title, picture.endpoint) for picture in module.pictures]
        entries += [(kind.title, kind.endpoint) for kind in module.findables]
        entries += [(command.text, command.endpoint) for command in module.commands]
        faults += [
            f"{module.name}: “{text}” leads to {endpoint}, which is no route"
            for text, endpoint in entries
            if endpoint not in app.view_functions
        ]
        faults += [
            f"{module.name}: “{item.text}” stands in the unknown section {item.section}"
            for item in module.navigation
            if item.section not in sections
        ]
    if faults:
        raise RuntimeError("\n".join(faults))


def arrange_menu(modules: Iterable[Module]) -> dict[str, tuple[NavItem, ...]]:
    """Every page the modules bring, under its section, in order."""
    menu: dict[str, list[NavItem]] = {}
    for module in modules:
        for item in module.navigation:
            menu.setdefault(item.section, []).append(item)
    return {name: tuple(sorted(items, key=lambda item: (item.order, item.text))) for name, items in menu.items()}
