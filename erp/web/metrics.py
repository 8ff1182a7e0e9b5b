"""How often and how long each route was asked, and how much waits for the workers."""

from __future__ import annotations

import time

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from erp.web.doors import house

REQUESTS = Counter("erp_requests_total", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "erp_request_seconds", "Time to answer.", ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip


def install_metrics(app: Flask) -> None:
    """Measure every request."""

    @app.before_request
    def start() -> None:
        g.setdefault("started", time.perf_counter())

    @app.after_request
    def measure(response: Response) -> Response:
        if g.get("measured"):  # a refused form's page is shown within the request that sent it
            return response
        g.measured = True
        route = request.url_rule.rule if request.url_rule is not None else "none"
        REQUESTS.labels(route, request.method, response.status_code).inc()
        SECONDS.labels(route).observe(time.perf_counter() - g.get("started", time.perf_counter()))
        return response


def exposition() -> tuple[bytes, str]:
    """The text Prometheus reads: this process's figures, or all web processes' together, and the waiting work."""
    if house().settings.multiprocess_metrics_dir is not None:
        everyone = CollectorRegistry()
        MultiProcessCollector(everyone)  # type: ignore[no-untyped-call]
        shown = generate_latest(everyone)
    else:
        shown = generate_latest(REGISTRY)
    return shown + generate_latest(_waiting()), CONTENT_TYPE_LATEST


def _waiting() -> CollectorRegistry:
    registry = CollectorRegistry()
    deliveries = Gauge("erp_deliveries", "Event deliveries not yet done.", ["status"], registry=registry)
    jobs = Gauge("erp_jobs", "Long work not yet done.", ["status"], registry=registry)
    try:
        with house().services.engine.connect() as connection:
            for status, count in connection.execute(text(
                "SELECT status, count(*) FROM kernel.delivery WHERE status <> 'done' GROUP BY status"
            )):  # fmt: skip
                deliveries.labels(status).set(count)
            for status, count in connection.execute(text(
                "SELECT status, count(*) FROM kernel.job WHERE status IN ('queued', 'running') GROUP BY status"
            )):  # fmt: skip
                jobs.labels(status).set(count)
    except SQLAlchemyError:
        registry = CollectorRegistry()
    return registry
