"""Alembic's environment: one numbered history for the whole house, run as the owner of the tables.

The owner's address comes from the caller (``database_admin_url``) or from DATABASE_ADMIN_URL; the application's role,
which gets its privileges anew after every upgrade, from DATABASE_URL.
"""

import os
from typing import Any

from alembic import context
from sqlalchemy import create_engine, make_url, pool, text

import erp.app  # noqa: F401  imports every module, hence every table
from erp.config import APPLICATION_ROLE, POSTGRES_EXTENSIONS
from erp.kernel.db import Base

SCHEMAS = ["kernel", "identity", "organization", "terms", "dossier", "inventory", "crm", "finance", "overview"]
LOCK = 7_205_759_403


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    return kind != "schema" or name in SCHEMAS


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Partitions and the migrations' own bookkeeping are made by functions of the database, not by models."""
    if kind == "table" and reflected and compare_to is None:
        return f"{thing.schema}.{name}" not in unmapped
    return True


url = context.config.attributes.get("database_admin_url") or os.environ["DATABASE_ADMIN_URL"]
application_role = make_url(os.environ.get("DATABASE_URL") or f"postgresql://{APPLICATION_ROLE}@/erp").username
engine = create_engine(url, poolclass=pool.NullPool)
unmapped: set[str] = {"kernel.partitioned"}

with engine.connect() as connection:
    connection.execute(text("SET lock_timeout = '30s'"))
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
    for schema in SCHEMAS:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    for extension in POSTGRES_EXTENSIONS:  # trusted ones: the database's owner may make them
        connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {extension}"))
    unmapped |= set(connection.scalars(text(
        "SELECT n.nspname || '.' || c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'"
    )))
    connection.commit()
    context.configure(
        connection=connection, target_metadata=Base.metadata, include_schemas=True, include_name=include_name,
        include_object=include_object, transaction_per_migration=True, version_table_schema="kernel",
        version_table="alembic_version",
    )
    with context.begin_transaction():
        context.run_migrations()
    if connection.scalar(text("SELECT to_regprocedure('kernel.grant_privileges(text)') IS NOT NULL")):
        connection.execute(text("SELECT kernel.grant_privileges(:role)"), {"role": application_role})
    connection.commit()
    connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
    connection.commit()
