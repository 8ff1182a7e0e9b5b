"""Home: what waits for this person, in the company and branch they work in, and a few pictures of how things go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, url_for

from erp.kernel.actor import Actor
from erp.kernel.module import Picture, Waiting
from erp.web.doors import house
from erp.web.languages import gettext
from erp.web.navigation import side_bar
from erp.web.pages import render
from erp.web.places import business_date, place_or_none
from erp.web.reading import read
from erp.web.routing import signed_in
from erp.web.visitors import current_actor

home = Blueprint("web_home", __name__)


@dataclass(frozen=True)
class Tile:
    """One kind of work, how much of it waits, and whether it is this person's daily work."""

    text: str
    href: str
    count: int
    is_own: bool


@home.get("/")
@signed_in
def show() -> Response:
    """The person's own work first, then pictures, then what waits for others whom they may help, then every page."""
    tiles = _tiles()
    return render(
        "web/home.html",
        own=[tile for tile in tiles if tile.is_own],
        others=[tile for tile in tiles if not tile.is_own and tile.count],
        pictures=[url_for(picture.endpoint) for picture in _pictures()],
        sections=side_bar(),
    )


def _tiles() -> list[Tile]:
    place, actor = place_or_none(), current_actor()
    if place is None:
        return []
    entries = [
        waiting for module in house().services.modules for waiting in module.waiting if actor.may(waiting.permission)
    ]
    tiles = [
        Tile(gettext(entry.text), _address(entry), _count(entry, place.company_id, actor), _is_own(entry.roles, actor))
        for entry in sorted(entries, key=lambda entry: (entry.order, entry.text))
    ]
    return sorted(tiles, key=lambda tile: not tile.count)  # what is done stands behind what waits


def _pictures() -> list[Picture]:
    actor = current_actor()
    if place_or_none() is None:
        return []
    brought = [picture for module in house().services.modules for picture in module.pictures]
    shown = [picture for picture in brought if actor.may(picture.permission) and _is_own(picture.roles, actor)]
    return sorted(shown, key=lambda picture: (picture.order, picture.title))


def _is_own(roles: tuple[str, ...], actor: Actor) -> bool:
    """Whether it belongs to a role the person holds; where no role is named, to everybody who may see it."""
    return not roles or bool(actor.roles & set(roles))


def _count(entry: Waiting, company_id: Any, actor: Actor) -> int:
    if entry.dated:
        return entry.count(read(), company_id, actor, business_date())
    return entry.count(read(), company_id, actor)


def _address(entry: Waiting) -> str:
    filters: dict[str, Any] = dict(entry.filters)
    return url_for(entry.endpoint, **filters)
