"""One id from the request to the journal entry: given to every log line, event, ledger line and error page."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, Response, g, has_request_context, request

from erp.kernel.identifiers import new_id

HEADER = "X-Correlation-Id"


def correlation_id() -> UUID:
    """The id of the present request: the caller's own where it sent a proper one, else a new one."""
    if not has_request_context():
        return new_id()
    if "correlation_id" not in g:
        g.correlation_id = _sent_id() or new_id()
    found: UUID = g.correlation_id
    return found


def install_correlation(app: Flask) -> None:
    """Send the id back with every answer, so that a report of trouble can name it."""

    @app.after_request
    def name_the_request(response: Response) -> Response:
        response.headers.setdefault(HEADER, str(correlation_id()))
        return response


def _sent_id() -> UUID | None:
    try:
        return UUID(request.headers.get(HEADER, ""))
    except ValueError:
        return None
