"""The side bar: what the modules bring, in the order of the day's work, as far as the person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, request

from erp.kernel.module import Module, NavItem
from erp.web.doors import house
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
        items = tuple(item for item in _items(house().services.modules, name) if visitor.actor.may(item.permission))
        if items:
            shown.append(Section(name, icon, items, any(is_here(item) for item in items)))
    return shown


def is_here(item: NavItem) -> bool:
    """Whether the present page is this one or, where no other entry names it, belongs to the same part."""
    if request.endpoint is None:
        return False
    named = {i.endpoint for module in house().services.modules for i in module.navigation}
    if request.endpoint in named:
        return request.endpoint == item.endpoint
    return request.endpoint.partition(".")[0] == item.endpoint.partition(".")[0]


def check_navigation(app: Flask, modules: Iterable[Module]) -> None:
    """Refuse to start with a side bar or a home page that leads nowhere.

    Raises: RuntimeError, naming every such entry.
    """
    sections = {name for name, _icon in SECTIONS}
    faults = []
    for module in modules:
        for item in (*module.navigation, *module.waiting):
            if item.endpoint not in app.view_functions:
                faults.append(f"{module.name}: “{item.text}” leads to {item.endpoint}, which is no route")
        faults += [
            f"{module.name}: “{item.text}” stands in the unknown section {item.section}"
            for item in module.navigation
            if item.section not in sections
        ]
    if faults:
        raise RuntimeError("\n".join(faults))


@lru_cache(maxsize=64)
def _items(modules: tuple[Module, ...], section: str) -> tuple[NavItem, ...]:
    found = [item for module in modules for item in module.navigation if item.section == section]
    return tuple(sorted(found, key=lambda item: (item.order, item.text)))
