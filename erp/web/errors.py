"""Refusals become answers here, once: a page, a piece of a page, a scanner page or JSON, by who asks.

A refused form is answered with the page it stood on, as it would be shown now, with everything that was typed, the
wrong fields marked and the first of them focused.
"""

from __future__ import annotations

import io
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

import structlog
from flask import Flask, Response, current_app, g, jsonify, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from erp.kernel.database_errors import is_out_of_space
from erp.kernel.errors import Conflict, Forbidden, NotFound, Outdated, Refused
from erp.web.addresses import own_address
from erp.web.correlation import correlation_id
from erp.web.forms import NotReadable
from erp.web.languages import gettext, lazy, said_of
from erp.web.pages import render, send_to
from erp.web.requests import is_htmx, wants_json
from erp.web.typed import Typed
from erp.web.visitors import OwnPasswordNeeded, SignInNeeded, current_visitor

log = structlog.get_logger(__name__)

_STATUS: tuple[tuple[type[Refused], int], ...] = (
    (Forbidden, 403), (OwnPasswordNeeded, 403), (NotFound, 404), (Conflict, 409), (SignInNeeded, 401),
)  # fmt: skip
_SAID = {
    400: lazy("The request cannot be read. Load the page again and repeat the step."),
    404: lazy("There is no such page. Check the address, or search for the record."),
    405: lazy("This address cannot be used that way. Go back and use the buttons of the page."),
    413: lazy("What was sent is too large. Send a smaller file or fewer lines."),
    429: lazy("Too many requests in a short time. Wait a minute, then repeat the step."),
}
_UNEXPECTED = (
    "Something went wrong on our side and nothing was changed. Repeat the step; if it fails again, "
    "give your administrator this number:"
)
_UNANSWERED = lazy(
    "The database did not answer, so it is not certain that the step was kept. Send it again unchanged: "
    "it acts only once."
)
_FULL = lazy(
    "The database server's disk is full and nothing was changed. Tell your administrator; when there is room again, "
    "send it again unchanged."
)
_AWAY = lazy("The database does not answer. Wait a moment, then load the page again.")


def install_errors(app: Flask) -> None:
    """Register the translations."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _unanswered)
    app.register_error_handler(Exception, _fault)


def status_of(error: Refused) -> int:
    """422 unless the refusal is of a more telling kind."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 422)


def _refused(error: Refused) -> Response:
    if isinstance(error, SignInNeeded):
        return _sign_in(error)
    if isinstance(error, OwnPasswordNeeded) and not wants_json():
        return _go(url_for("identity_account.show"))
    said = said_of(error)
    marks = error.marks if isinstance(error, NotReadable) else {error.field: said} if error.field else {}
    who = str(error.params.get("who", "")) if isinstance(error, Outdated) else None
    return _answer(status_of(error), said, marks, overtaken_by=who)


def _stale_form(error: CSRFError) -> Response:
    log.warning("form refused", reason=error.description)
    said = gettext("This form was open for too long or comes from another site. Check it and send it again.")
    return _answer(400, said, {})


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return Response(error.get_body(), status, error.get_headers())
    said = str(_SAID.get(status) or error.description or HTTPStatus(status).phrase)
    return _answer(status, said, {}, error)


def _fault(error: Exception) -> Response:
    """A fault of ours: log all of it, tell the person only how to name it."""
    log.error("request failed", exc_info=error)
    g.faulty = True
    message = f"{gettext(_UNEXPECTED)} {correlation_id()}"
    if wants_json():
        return _json(500, message, {})
    if is_htmx():
        return _piece(500, message)
    return render("web/fault.html", 500, correlation_id=correlation_id())


def _unanswered(error: OperationalError) -> Response:
    """The database is away, or was cut off in the middle of a step: the form's request key makes a repeat safe."""
    log.error("the database did not answer", exc_info=error)
    g.faulty = True
    message = str(_FULL if is_out_of_space(error) else _AWAY if request.method == "GET" else _UNANSWERED)
    if wants_json():
        return _json(503, message, {})
    if is_htmx():
        return _piece(503, message)
    return render("web/refused.html", 503, layout="layouts/plain.html", message=message, status_code=503)


def _answer(
    status: int,
    message: str,
    marks: dict[str, str],
    error: HTTPException | None = None,
    *,
    overtaken_by: str | None = None,
) -> Response:
    response = _shape(status, message, marks, overtaken_by)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    retry_after = getattr(error, "retry_after", None)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _shape(status: int, message: str, marks: dict[str, str], overtaken_by: str | None) -> Response:
    if wants_json():
        return _json(status, message, marks)
    if is_htmx():
        return _piece(status, message)
    if request.method == "POST" and status != 413:  # what was too large to read cannot be shown again
        page = _show_again(Typed(request.path, request.form, message, marks, status, overtaken_by=overtaken_by))
        if page is not None:
            return page
    layout = "layouts/plain.html"
    if current_visitor() is not None:
        layout = "layouts/scanner.html" if request.path.startswith("/scan") else "layouts/staff.html"
    return render("web/refused.html", status, layout=layout, message=message, status_code=status)


def _show_again(typed: Typed) -> Response | None:
    """The page the form stood on, asked for as the browser would, within this request."""
    address = own_address(request.form.get("shown_on"))
    if address is None or g.get("typed") is not None:
        return None
    path, _, query = address.partition("?")
    environ = {k: v for k, v in request.environ.items() if not k.startswith(("werkzeug.", "flask.", "HTTP_HX_"))}
    environ.update(
        REQUEST_METHOD="GET", PATH_INFO=unquote_to_bytes(path).decode("latin-1"), QUERY_STRING=query,
    )  # fmt: skip
    environ.update({"CONTENT_LENGTH": "0", "wsgi.input": io.BytesIO()})
    environ.pop("CONTENT_TYPE", None)
    g.typed = typed
    with current_app.request_context(environ):
        response = current_app.full_dispatch_request()
    if response.status_code != 200 or not response.is_sequence:
        return None
    response.status_code = typed.status
    return response


def _piece(status: int, message: str) -> Response:
    """A message for the place every page keeps for messages; what was typed stays where it is."""
    piece = Response(render_template("web/_refused.html", message=message), status, mimetype="text/html")
    piece.headers["HX-Retarget"] = "#messages"
    piece.headers["HX-Reswap"] = "innerHTML"
    return piece


def _json(status: int, message: str, marks: dict[str, str]) -> Response:
    response = jsonify(
        {"error": {"status": status, "message": message, "fields": marks, "correlation_id": str(correlation_id())}}
    )
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _sign_in(error: SignInNeeded) -> Response:
    if wants_json():
        return _json(401, "Send a valid API token, or sign in.", {})
    if request.method == "POST":  # what was sent is kept by the browser (session.js) and offered on that page again
        return _go(url_for("identity_sign_in.show", next=own_address(request.form.get("shown_on")), unsent=1))
    here = request.full_path.rstrip("?") if not is_htmx() else None
    return _go(url_for("identity_sign_in.show", next=here))


def _go(address: str) -> Response:
    """Lead the browser elsewhere, also where htmx asked."""
    return Response(status=401, headers={"HX-Redirect": address}) if is_htmx() else send_to(address)
