"""Print and e-mail templates, filled outside a web request, in the language and locale that they are asked for."""

from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup, escape

from erp.adapters.barcode import symbol_picture
from erp.config import bundled_dir
from erp.kernel.languages import ENGLISH, catalogue, default_locale


class JinjaTemplates:
    """Fills templates under ``templates/``; a name that is not given is an error, not a gap on paper.

    ``language`` and ``locale`` among the names say how the paper speaks and how it writes numbers and days.
    """

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(bundled_dir("templates")),
            autoescape=select_autoescape(["html", "svg"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["_"] = _translated
        self._environment.filters.update(
            amount=_amount, price=_price, quantity=_quantity, date=_date, words=_words,
            symbol_picture=symbol_picture,
        )

    def render(self, template: str, **context: object) -> str:
        language = str(context.setdefault("language", ENGLISH))
        context.setdefault("locale", default_locale(language))
        return self._environment.get_template(template).render(**context)


@pass_context
def _translated(context: Context, english: str, **params: Any) -> str:
    found = catalogue(str(context["language"])).text(english)
    if any(isinstance(value, Markup) for value in params.values()):
        return escape(found) % params
    return found % params if params else found


@pass_context
def _words(context: Context, code: str) -> str:
    """``partly_shipped`` as ``Partly shipped``, in the language of the paper."""
    return str(_translated(context, code.replace("_", " ").capitalize()))


@pass_context
def _amount(context: Context, value: Any, places: int = 2) -> str:
    return format_decimal(value, format="#,##0." + "0" * places if places else "#,##0", locale=context["locale"])


@pass_context
def _price(context: Context, value: Any) -> str:
    return format_decimal(value, format="#,##0.00####", locale=context["locale"])


@pass_context
def _quantity(context: Context, value: Any) -> str:
    return format_decimal(value, format="#,##0.######", locale=context["locale"])


@pass_context
def _date(context: Context, value: Any) -> str:
    return format_date(value, "medium", locale=context["locale"]) if value else ""
