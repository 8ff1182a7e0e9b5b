"""The one PostgreSQL database: declarative base, naming convention, engine and sessions.

Each module owns one schema of its own name, so that a table's full name says who may change it.
"""

import time
from typing import Any

import psycopg
from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase

from erp.kernel.direct import DirectSession, listen

IDLE_SECONDS = 1.0  # a connection used within this time is taken as it is
NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """Every mapped table of the house."""

    metadata = MetaData(naming_convention=NAMING)


def make_engine(url: str, *, prepare: bool = True, **options: Any) -> Engine:
    """Connect to PostgreSQL at READ COMMITTED; the lock order, not serialization failures, keeps steps correct.

    ``prepare=False`` is for a pooler that gives each transaction whichever server process is free: nothing is kept on a
    connection from one transaction to the next. Errors are logged without the values of their statements, which may be
    personal.
    """
    options.setdefault("pool_size", 10)
    options.setdefault("max_overflow", 10)
    # What the driver itself prepares it drops at every rollback by DEALLOCATE ALL, and with it what a lane prepared.
    options["connect_args"] = {**options.get("connect_args", {}), "prepare_threshold": None}
    if not prepare:
        options["execution_options"] = {"prepares": False}
    engine = create_engine(
        url, isolation_level="READ COMMITTED", hide_parameters=True, **options
    )
    listen(engine)
    event.listen(engine, "checkout", _check_idle)
    event.listen(engine, "checkin", _note_use)
    return engine


def _note_use(connection: Any, record: Any) -> None:
    record.info["used_at"] = time.monotonic()


def _check_idle(connection: Any, record: Any, _proxy: object) -> None:
    """Ask a connection that has lain idle whether it still lives; if not, every one of the pool is replaced."""
    if time.monotonic() - record.info.get("used_at", time.monotonic()) < IDLE_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def new_session(bind: Engine | Connection) -> DirectSession:
    """Open a session whose objects stay readable after commit."""
    if isinstance(bind, Connection):
        return DirectSession(
            bind=bind, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
    return DirectSession(bind=bind, expire_on_commit=False)
