"""Help beside each page: what it is, what each of its steps does, and who may.

The words stand in ``templates/help/<blueprint>.txt``, a line for each page and step (``show: One order.``), or are the
first sentence of the view itself; the right is the one the route declares. A test finds the page that has no help.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, Response, current_app

from erp.config import bundled_dir
from erp.kernel.errors import NotFound
from erp.web.doors import house
from erp.web.forms import Form, fields, parse_query
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.routing import PUBLIC, SIGNED_IN, required_permission, signed_in
from erp.web.visitors import current_actor

help_pages = Blueprint("web_help", __name__, url_prefix="/help")


class HelpForm(Form):
    """The page that is asked about."""

    page = fields.Text(max=120, required=True)


@dataclass(frozen=True)
class Step:
    """One thing that can be done on a page: what it does, the right it needs, and whether this person has it."""

    what: str
    right: str
    permission: str
    may: bool


@help_pages.get("")
@signed_in
def show() -> Response:
    """What a page is for, what can be done on it, and who may."""
    endpoint = parse_query(HelpForm)["page"]
    view = current_app.view_functions.get(endpoint)
    if view is None or required_permission(view) in {None, PUBLIC}:
        raise NotFound("There is no help for that page.")
    return render("web/_help.html", page=_step(endpoint), steps=_steps_of(endpoint))


def _steps_of(endpoint: str) -> list[Step]:
    """The steps of the page's part, those first that this person may do."""
    part = endpoint.rpartition(".")[0]
    endpoints = {
        rule.endpoint for rule in current_app.url_map.iter_rules()
        if rule.endpoint.rpartition(".")[0] == part and "POST" in (rule.methods or ())
    }  # fmt: skip
    steps = [_step(name) for name in sorted(endpoints)]
    return sorted((step for step in steps if step.what), key=lambda step: (not step.may, step.what))


def _step(endpoint: str) -> Step:
    view = current_app.view_functions[endpoint]
    said = help_text(endpoint) or first_sentence(view.__doc__)
    permission = required_permission(view) or ""
    free = permission in {PUBLIC, SIGNED_IN}
    return Step(
        what=gettext(said) if said else "",
        right=gettext("Everybody who is signed in") if free else gettext(_rights().get(permission, permission)),
        permission="" if free else permission,
        may=free or current_actor().may(permission),
    )


def help_text(endpoint: str) -> str:
    """What is written about a page or step, or nothing."""
    part, _dot, name = endpoint.rpartition(".")
    return _written(part).get(name, "")


@cache
def _written(part: str) -> dict[str, str]:
    file = bundled_dir("templates") / "help" / f"{part}.txt"
    if not file.is_file():
        return {}
    lines = (line.partition(": ") for line in file.read_text(encoding="utf-8").splitlines() if line)
    return {name: said for name, _colon, said in lines}


def first_sentence(text: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(text or "").split("\n\n")[0].split())


def _rights() -> dict[str, str]:
    return {right.name: right.text for module in house().services.modules for right in module.permissions}
