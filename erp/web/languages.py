"""The language of a page, and how it writes numbers and dates.

Pages, templates and views say English texts through ``gettext`` (in templates ``_``) and get them in the language of
whoever asks: the one chosen on the account, else the best the browser names, else the company's, else English.
``{{ _("Line %(number)s", number=3) }}``; a value that is a piece of a page stays one, everything else is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from markupsafe import Markup, escape

from erp.kernel.errors import Refused
from erp.kernel.languages import ENGLISH, LANGUAGES, LOCALES, PSEUDO, catalogue, default_locale

__all__ = ["LazyText", "current_language", "current_locale", "gettext", "lazy", "ngettext", "said_of"]


def gettext(english: str, **params: object) -> str:
    """A text in the language of this request, its gaps ``%(name)s`` filled."""
    return _filled(catalogue(current_language()).text(str(english)), params)


def ngettext(one: str, many: str, number: int, **params: object) -> str:
    """A text that counts: ``ngettext("%(n)s line", "%(n)s lines", count)``; ``n`` is the number."""
    return _filled(catalogue(current_language()).counted(one, many, int(number)), {"n": number, **params})


class LazyText:
    """A text said at import time and translated when it is shown."""

    def __init__(self, english: str, **params: object) -> None:
        self.english, self.params = english, params

    def __str__(self) -> str:
        return gettext(self.english, **self.params)

    def __html__(self) -> str:
        return str(escape(str(self)))


def lazy(english: str, **params: object) -> LazyText:
    """``gettext`` for what is written before any request: a heading, a label of a form."""
    return LazyText(english, **params)


def said_of(error: Refused) -> str:
    """What a refusal says, in the language of this request."""
    told = {name: said_of(value) if isinstance(value, Refused) else value for name, value in error.params.items()}
    return gettext(error.template, **told)


def current_language() -> str:
    """The language of this request; English outside of one."""
    if not has_request_context():
        return ENGLISH
    if "language" not in g:
        g.language = _choose_language()
    language: str = g.language
    return language


def current_locale() -> str:
    """How this request writes numbers and dates: as chosen on the account, else as its language has it."""
    if not has_request_context():
        return ENGLISH
    if "locale" not in g:
        chosen = _chosen("locale")
        g.locale = chosen if chosen in LOCALES else default_locale(current_language())
    locale: str = g.locale
    return locale


def install_languages(app: Flask) -> None:
    """Teach templates to translate, and say in every answer which language it is in."""
    app.jinja_env.globals.update(
        _=gettext, gettext=gettext, ngettext=ngettext, current_language=current_language, current_locale=current_locale,
    )  # fmt: skip

    @app.after_request
    def say_language(response: Any) -> Any:
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Language", current_language())
            response.vary.add("Accept-Language")
        return response


def _choose_language() -> str:
    chosen = _chosen("language")
    if chosen in LANGUAGES or chosen == PSEUDO:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES)) or ENGLISH


def _chosen(what: str) -> str:
    """What the account says; nobody is asked while a fault is shown, for the database may be the reason."""
    from erp.web.visitors import current_visitor

    if g.get("faulty") or not hasattr(current_app, "login_manager"):
        return ""
    visitor = current_visitor()
    return str(getattr(visitor, what, "")) if visitor is not None else ""


def _filled(text: str, params: Mapping[str, object]) -> str:
    if not params:
        return text
    if any(isinstance(value, Markup) for value in params.values()):
        return escape(text) % params
    return text % params
