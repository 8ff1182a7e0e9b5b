"""How often one may ask: counted in Redis for all processes, and in each process's memory while Redis is away.

Signing in has limits of its own, kept in the database by identity, so that guessing passwords is bounded whatever
else is down.
"""

from __future__ import annotations

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from erp.config import Settings
from erp.web.visitors import current_visitor

REQUESTS = "1200 per minute"


def install_limits(app: Flask, settings: Settings) -> None:
    """Limit each person (by address until they have signed in); the health pages are free."""
    limiter = Limiter(
        key_func=_who,
        storage_uri=settings.rate_limit_storage_url or "memory://",
        in_memory_fallback_enabled=True,
        application_limits=[REQUESTS],
        headers_enabled=False,
        key_prefix="erp",
    )
    limiter.request_filter(_is_free)
    limiter.init_app(app)


def _is_free() -> bool:
    return request.endpoint in {"static", "web_health.healthz", "web_health.readyz", "web_health.metrics"}


def _who() -> str:
    visitor = current_visitor()
    return str(visitor.actor.user_id) if visitor is not None else get_remote_address()
