"""The one PostgreSQL database: declarative base, naming convention, engine and sessions.

Each module owns one schema of its own name, so that a table's full name says who may change it.
"""

from typing import Any

from sqlalchemy import Engine, MetaData, create_engine
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase

from erp.kernel.direct import DirectSession, listen

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


def make_engine(url: str, **options: Any) -> Engine:
    """Connect to PostgreSQL at READ COMMITTED; the lock order, not serialization failures, keeps steps correct.

    Errors are logged without the values of their statements, which may be personal.
    """
    options.setdefault("pool_size", 10)
    options.setdefault("max_overflow", 10)
    engine = create_engine(
        url, isolation_level="READ COMMITTED", pool_pre_ping=True, hide_parameters=True, **options
    )
    listen(engine)
    return engine


def new_session(bind: Engine | Connection) -> DirectSession:
    """Open a session whose objects stay readable after commit."""
    if isinstance(bind, Connection):
        return DirectSession(
            bind=bind, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
    return DirectSession(bind=bind, expire_on_commit=False)
