"""Home: what waits for this person, in the company and branch they work in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, url_for

from erp.kernel.module import Waiting
from erp.web.doors import house
from erp.web.navigation import side_bar
from erp.web.pages import render
from erp.web.places import place_or_none
from erp.web.reading import read
from erp.web.routing import signed_in
from erp.web.visitors import current_actor

home = Blueprint("web_home", __name__)


@dataclass(frozen=True)
class Tile:
    """One kind of work and how much of it waits."""

    text: str
    href: str
    count: int


@home.get("/")
@signed_in
def show() -> Response:
    """The work that waits first, then every page the person may use."""
    tiles = _tiles()
    return render(
        "web/home.html",
        waiting=[tile for tile in tiles if tile.count],
        done=[tile for tile in tiles if not tile.count],
        sections=side_bar(),
    )


def _tiles() -> list[Tile]:
    place, actor = place_or_none(), current_actor()
    if place is None:
        return []
    entries = [
        waiting
        for module in house().services.modules
        for waiting in module.waiting
        if actor.may(waiting.permission)
    ]
    return [
        Tile(entry.text, url_for(entry.endpoint, **_filters(entry)), entry.count(read(), place.company_id, actor))
        for entry in sorted(entries, key=lambda entry: (entry.order, entry.text))
    ]


def _filters(entry: Waiting) -> dict[str, Any]:
    return dict(entry.filters)
