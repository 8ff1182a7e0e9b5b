"""What machines ask: is the process alive, can it serve, and how is it doing."""

from __future__ import annotations

from typing import Any

import redis
from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from erp.web.doors import house
from erp.web.metrics import exposition
from erp.web.routing import public

health = Blueprint("web_health", __name__)


@health.get("/healthz")
@public
def healthz() -> Response:
    """Alive: the process answers. Asks nothing of anybody, so that a slow database restarts nobody."""
    return jsonify({"status": "ok"})


@health.get("/readyz")
@public
def readyz() -> Response:
    """Ready: the database answers and holds the tables.

    Without Redis work is only done later, so its absence is told, not refused.
    """
    found: dict[str, Any] = {"database": _database(), "redis": _redis()}
    response = jsonify({"status": "ok" if found["database"] == "ok" else "unavailable", **found})
    response.status_code = 200 if found["database"] == "ok" else 503
    return response


@health.get("/metrics")
@public
def metrics() -> Response:
    """Counts and times for Prometheus; carries route names and numbers, never a figure of the business."""
    content, kind = exposition()
    return Response(content, mimetype=None, content_type=kind)


def _database() -> str:
    try:
        with house().services.engine.connect() as connection:
            migrated = connection.scalar(text("SELECT version_num FROM kernel.alembic_version"))
    except SQLAlchemyError:
        return "unreachable or without tables"
    return "ok" if migrated else "without tables"


def _redis() -> str:
    url = house().settings.redis_url
    if url is None:
        return "not configured"
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)
        with client:
            client.ping()
    except redis.RedisError:
        return "unreachable"
    return "ok"
