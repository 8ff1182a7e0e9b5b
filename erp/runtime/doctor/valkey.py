"""What Redis or Valkey must be: reachable, keeping what it is told, and never throwing a queue away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import redis

from erp.config import Settings
from erp.runtime.doctor.finding import Finding, broken, fine, lacking


def check_valkey(settings: Settings) -> Iterator[Finding]:
    """The configured or running server."""
    if settings.redis_url is None:
        yield lacking("Redis", "none is configured and the embedded one is not running", "erp up")
        return
    try:
        with redis.Redis.from_url(settings.redis_url, socket_connect_timeout=3, socket_timeout=3) as client:
            told = cast("dict[str, Any]", client.info("server"))
            name = "Valkey" if "valkey_version" in told else "Redis"
            yield fine("Redis", f"{name} {told.get('valkey_version') or told.get('redis_version')}")
            yield from _settings(client)
    except redis.RedisError as error:
        yield broken("Redis", f"cannot be used: {error}", "check REDIS_URL; workers are then woken by the sweep only")


def _settings(client: redis.Redis) -> Iterator[Finding]:
    try:
        kept = cast("dict[str, str]", client.config_get("appendonly", "maxmemory-policy"))
    except redis.ResponseError:
        return  # a hosted server does not show its settings
    if kept.get("appendonly") != "yes":
        yield lacking("Redis keeps its queues", "its append-only file is off: after a restart, work that was asked "
                      "for waits for the next sweep", "set appendonly yes")
    if kept.get("maxmemory-policy") != "noeviction":
        yield broken("Redis keeps its queues", f"it may evict keys ({kept.get('maxmemory-policy')})",
                     "set maxmemory-policy noeviction")
