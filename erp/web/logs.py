"""One line for each thing that happens, as JSON for machines or aligned text at a terminal.

Every line of a request carries its correlation id and the person; nothing typed into a form is ever logged.
"""

from __future__ import annotations

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

from erp.web.correlation import correlation_id
from erp.web.visitors import current_visitor

log = structlog.get_logger("erp.request")


def configure_logs(level: str) -> None:
    """Send this process's log lines, also those of libraries, through one formatter to stderr."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    at_terminal = sys.stderr.isatty()
    last: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer()]
        if at_terminal
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)


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
