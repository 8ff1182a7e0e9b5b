"""Pages and pieces of pages."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for

from erp.web.languages import gettext


def render(template: str, status: int = 200, **context: Any) -> Response:
    """Fill a template: a whole page, or a piece of one where its name starts with an underscore."""
    return make_response(render_template(template, **context), status)


def show_pdf(content: bytes, name: str) -> Response:
    """Show a paper in the browser; saved, it is called by its name."""
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def send_to(address: str) -> Response:
    """Send the browser to an address, which it asks for with GET."""
    return make_response(redirect(address, code=303))


def redirect_to(endpoint: str, said: str | None = None, **values: Any) -> Response:
    """Send the browser to another page, with a message shown there."""
    if said:
        flash(gettext(said), "success")
    return send_to(url_for(endpoint, **values))
