"""What the database must be: a version that is tested, its extensions, this version's schema, and a role that
cannot rewrite the books."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from erp.config import (
    APPLICATION_ROLE,
    POSTGRES_EXTENSIONS,
    POSTGRES_MAXIMUM,
    POSTGRES_MINIMUM,
    Settings,
)
from erp.runtime.direct_connection import Connection, connect
from erp.runtime.doctor.finding import Finding, broken, fine, lacking
from erp.runtime.migrate import newest_revision

# Ledgers register themselves in kernel.append_only; their partitions must not be reachable past them either.
_LEDGER_FAULTS = """
    SELECT reachable.name, privilege
    FROM (SELECT table_name::regclass AS name, ARRAY['UPDATE', 'DELETE', 'TRUNCATE'] AS forbidden
          FROM kernel.append_only
          UNION ALL
          SELECT i.inhrelid::regclass, ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']
          FROM kernel.append_only l JOIN pg_inherits i ON i.inhparent = l.table_name::regclass) reachable,
         unnest(reachable.forbidden) AS privilege
    WHERE has_table_privilege(reachable.name, privilege)
       OR (privilege = 'UPDATE' AND has_any_column_privilege(reachable.name, 'UPDATE'))
    ORDER BY 1, 2
"""
_OWNERS = """
    SELECT DISTINCT pg_get_userbyid(c.relowner)
    FROM kernel.append_only l JOIN pg_class c ON c.oid = l.table_name::regclass
    WHERE pg_has_role(current_user, c.relowner, 'MEMBER')
"""


def check_database(settings: Settings) -> Iterator[Finding]:
    """Everything about the configured or running database, asked as the application's role."""
    if settings.database_url is None:
        yield lacking("database", "none is configured and the embedded one is not running", "erp up")
        return
    try:
        connection = connect(settings.database_url)
    except psycopg.OperationalError as error:
        yield broken("database", f"cannot connect: {str(error).strip()}", "check DATABASE_URL")
        return
    with connection:
        yield _version(connection)
        yield from _extensions(connection)
        schema = _schema(connection)
        yield schema
        if connection.execute("SELECT to_regclass('kernel.append_only')").fetchone() != (None,):
            yield _privileges(connection)


def _version(connection: Connection) -> Finding:
    major = connection.info.server_version // 10_000
    text = f"PostgreSQL {connection.info.parameter_status('server_version')}"
    if not POSTGRES_MINIMUM <= major <= POSTGRES_MAXIMUM:
        return broken("PostgreSQL version", text,
                      f"use PostgreSQL {POSTGRES_MINIMUM} to {POSTGRES_MAXIMUM}")
    return fine("PostgreSQL version", text)


def _extensions(connection: Connection) -> Iterator[Finding]:
    rows = connection.execute(
        """SELECT a.name, a.installed_version IS NOT NULL FROM pg_available_extensions a
           WHERE a.name = ANY(%s)""", [list(POSTGRES_EXTENSIONS)]
    ).fetchall()
    known = {str(name): bool(installed) for name, installed in rows}
    for name in POSTGRES_EXTENSIONS:
        if name not in known:
            yield broken(f"extension {name}", "the server does not have it",
                         "install the server's contrib package (Debian: postgresql-contrib)")
        elif not known[name]:
            yield broken(f"extension {name}", "not made in this database", "erp db upgrade")
        else:
            yield fine(f"extension {name}", "present")


def _schema(connection: Connection) -> Finding:
    found = "none"
    if connection.execute("SELECT to_regclass('kernel.alembic_version')").fetchone() != (None,):
        row = connection.execute("SELECT version_num FROM kernel.alembic_version").fetchone()
        found = str(row[0]) if row else "none"
    newest = newest_revision()
    if found != newest:
        return broken("schema", f"at migration {found}, this version needs {newest}",
                      "DATABASE_ADMIN_URL=... erp db upgrade")
    return fine("schema", f"at migration {found}")


def _privileges(connection: Connection) -> Finding:
    subject = "ledgers are final"
    role = connection.info.user
    superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if superuser == (True,):
        return broken(subject, f"the application connects as the superuser {role}, who may rewrite the books",
                      f"let DATABASE_URL name a role without privileges of its own, such as {APPLICATION_ROLE}")
    owners = [str(row[0]) for row in connection.execute(_OWNERS).fetchall()]
    if owners:
        return broken(subject, f"the application connects as {role}, who owns ledgers (or is a member of "
                      f"{', '.join(owners)}) and may rewrite them",
                      f"let DATABASE_URL name a role of its own, such as {APPLICATION_ROLE}")
    faults = [f"{privilege} on {table}" for table, privilege in connection.execute(_LEDGER_FAULTS).fetchall()]
    if faults:
        return broken(subject, f"{role} could change what must stay: {', '.join(faults)}",
                      "erp db upgrade (it sets the privileges anew)")
    count = connection.execute("SELECT count(*) FROM kernel.append_only").fetchone()
    return fine(subject, f"{role} can neither change nor delete rows of the {count[0] if count else 0} ledgers")
