"""One log line for each request, with its correlation id and the person; nothing typed into a form is ever logged."""

from __future__ import annotations

import time

import structlog
from flask import Flask, Response, g, request

from erp.web.correlation import correlation_id
from erp.web.visitors import current_visitor

log = structlog.get_logger("erp.request")


def install_request_log(app: Flask) -> None:
    """Write one line for each request, and give every other line of it the same correlation id."""

    @app.before_request
    def begin() -> None:
        g.setdefault("began", time.perf_counter())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(correlation_id=str(correlation_id()))

    @app.after_request
    def end(response: Response) -> Response:
        if g.get("logged") or request.endpoint in {"static", "web_health.healthz", "web_health.metrics"}:
            return response
        g.logged = True
        visitor = current_visitor() if "_login_user" in g else None
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            person=visitor.actor.name if visitor is not None else None,
        )
        return response
