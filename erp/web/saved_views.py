"""Lists under a name: what the shell must be told by the module that keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from flask import abort, current_app, g, redirect, request
from sqlalchemy.orm import Session

from erp.web.list_address import WHOLE, address_with, plain_address, query_text, read_query, shown_pairs
from erp.web.places import place_or_none
from erp.web.reading import read
from erp.web.requests import wants_json
from erp.web.visitors import current_visitor

_EXTENSION = "erp.saved_views"


class SavedView(Protocol):
    """A list's filters, order and columns under a name, as its keeper gives it."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def is_shared(self) -> bool: ...
    @property
    def is_own(self) -> bool: ...
    @property
    def is_usual(self) -> bool: ...


class Keeper(Protocol):
    """Who keeps saved views: a module above the shell."""

    def views_of(self, session: Session, user_id: UUID, company_id: UUID, list_: str, /) -> Sequence[SavedView]: ...
    def usual_query(self, session: Session, user_id: UUID, company_id: UUID, list_: str, /) -> str | None: ...


@dataclass(frozen=True)
class Tab:
    """One entry of the strip above a list."""

    text: str
    href: str
    is_here: bool
    view: SavedView | None = None


@dataclass(frozen=True)
class ViewStrip:
    """The views of a list as its page shows them, and what saving it now would keep."""

    tabs: Sequence[Tab]
    here: SavedView | None
    query: str
    whole_url: str


def install_keeper(extensions: dict[str, object], keeper: Keeper) -> None:
    """Tell the shell who keeps saved views."""
    extensions[_EXTENSION] = keeper


def view_strip() -> ViewStrip | None:
    """The views of the list that is being shown; nothing for programs, and where nobody keeps views."""
    keeper, whose = _keeper(), _whose()
    if keeper is None or whose is None:
        return None
    query = query_text(shown_pairs())
    views = keeper.views_of(read(), *whose, str(request.endpoint))
    here = next((view for view in views if same_view(view.query, query)), None)
    has_usual = any(view.is_usual for view in views)
    tabs = [Tab(view.name, address_with(read_query(view.query)), view is here, view) for view in views]
    whole_url = address_with([("view", WHOLE)]) if has_usual else plain_address()
    return ViewStrip(tabs, here, query, whole_url)


def lead_to_usual_view() -> None:
    """Send whoever opens a list without saying how to the view they usually want of it.

    Never where a refused form is shown again, nor for programs: those get what the address says.
    """
    if request.args or request.method != "GET" or g.get("typed") is not None:
        return
    keeper, whose = _keeper(), _whose()
    if keeper is None or whose is None or wants_json():
        return
    query = keeper.usual_query(read(), *whose, str(request.endpoint))
    if query is not None:
        abort(redirect(address_with(read_query(query)), code=302))


def same_view(one: str, other: str) -> bool:
    """Whether two kept queries show the same list; the order of columns counts, that of filters does not."""
    first, second = read_query(one), read_query(other)
    return sorted(first) == sorted(second) and _columns(first) == _columns(second)


def _columns(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [value for name, value in pairs if name == "columns"]


def _keeper() -> Keeper | None:
    keeper: Keeper | None = current_app.extensions.get(_EXTENSION)
    return keeper


def _whose() -> tuple[UUID, UUID] | None:
    """The person and the company they work in."""
    visitor, place = current_visitor(), place_or_none()
    if visitor is None or visitor.actor.user_id is None or place is None:
        return None
    return visitor.actor.user_id, place.company_id
