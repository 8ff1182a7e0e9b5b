"""Print and e-mail templates, filled outside a web request."""

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from erp.config import bundled_dir


class JinjaTemplates:
    """Fills templates under ``templates/``; a name that is not given is an error, not a gap on paper."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(bundled_dir("templates")),
            autoescape=select_autoescape(["html", "svg"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["amount"] = lambda value, places=2, locale="en": format_decimal(
            value, format="#,##0." + "0" * places if places else "#,##0", locale=locale
        )
        self._environment.filters["price"] = lambda value, locale="en": format_decimal(
            value, format="#,##0.00####", locale=locale
        )
        self._environment.filters["quantity"] = lambda value, locale="en": format_decimal(
            value, format="#,##0.######", locale=locale
        )
        self._environment.filters["date"] = lambda value, locale="en": format_date(value, "medium", locale=locale)

    def render(self, template: str, **context: object) -> str:
        return self._environment.get_template(template).render(**context)
