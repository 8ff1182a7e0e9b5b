"""The request's one read-only look at the database."""

from __future__ import annotations

from flask import Flask, g
from sqlalchemy.orm import Session

from erp.web.doors import house


def read() -> Session:
    """A session that lives as long as the request and can change nothing.

    READ COMMITTED: each statement sees what was committed before it, also by this very request.
    """
    session: Session | None = g.get("reading")
    if session is None:
        session = Session(bind=house().services.engine, expire_on_commit=False)
        session.connection(execution_options={"postgresql_readonly": True})
        g.reading = session
    return session


def stop_reading() -> None:
    """Give the connection back early, before a long or a writing step takes its own."""
    session: Session | None = g.pop("reading", None)
    if session is not None:
        session.close()


def install_reading(app: Flask) -> None:
    """Close the look at the end of every request."""

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        stop_reading()
