"""The columns of a grid of lines, as templates say them: ``column("qty", _("Quantity"), "number", stop=True)``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask import Flask

from erp.web.languages import current_locale
from erp.web.number_signs import signs

Kind = Literal["lookup", "text", "code", "number", "choice", "hidden", "told"]


@dataclass(frozen=True)
class GridColumn:
    """One column: typed into, or told by the server.

    ``stop``: Enter halts here, ``unless`` that other field of the line is filled. ``pasted``: a number pasted behind
    the stops lands here. ``also``: other headings by which pasted lines may call the column. ``send_along``: fields
    of the form that a lookup's question carries. ``show``: how a value that came with the line is shown where the
    server tells it.
    """

    name: str
    label: str
    kind: Kind = "text"
    stop: bool = False
    unless: str = ""
    source: str = ""
    send_along: str = ""
    options: Sequence[tuple[Any, str]] = ()
    blank: str | None = None
    pasted: bool = False
    also: str = ""
    num: bool = False
    units: bool = False
    longest: int = 200
    show: Callable[[Any], Any] | None = None

    @property
    def is_number(self) -> bool:
        return self.num or self.kind == "number"


def install_grid(app: Flask) -> None:
    """Let templates say columns."""
    app.jinja_env.globals.update(column=GridColumn, number_signs=_number_signs)


def _number_signs() -> dict[str, str]:
    """The signs in which sums are shown where the browser adds them."""
    point, group = signs(current_locale())
    return {"point": point, "group": group}
