"""A plain connection to PostgreSQL from an address as SQLAlchemy writes it, for work outside any transaction."""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

Connection = psycopg.Connection[tuple[object, ...]]


def connect(url: str | URL, database: str | None = None) -> Connection:
    """Connect with each statement committed by itself; `database` replaces the one in the address.

    The address is taken apart rather than handed on: the two libraries do not quote a password alike.
    """
    parts = make_url(url)
    words: dict[str, Any] = dict(parts.translate_connect_args(username="user", database="dbname"))
    words |= parts.query
    if database is not None:
        words["dbname"] = database
    return psycopg.connect(**words, autocommit=True, connect_timeout=5)
