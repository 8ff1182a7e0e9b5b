"""The two roles and the database that every installation has, on a server where we may make them.

The owner holds the tables and runs migrations; the application's role may only do what migrations grant it.
On a server of the operator's own these are made by hand as docs/operators.md says.
"""

from __future__ import annotations

from psycopg import sql

from erp.config import APPLICATION_ROLE, OWNER_ROLE
from erp.runtime.direct_connection import Connection


def ensure_roles(connection: Connection, owner_password: str,
                 application_password: str) -> None:
    """Make the owner's and the application's role, or give existing ones these passwords."""
    for role, password in ((OWNER_ROLE, owner_password), (APPLICATION_ROLE, application_password)):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}").format(
                sql.SQL("ALTER" if known else "CREATE"), sql.Identifier(role), sql.Literal(password)
            )
        )


def ensure_database(
    connection: Connection, name: str, *,
    owner: str = OWNER_ROLE, application: str = APPLICATION_ROLE,
) -> bool:
    """Make the database, owned by the owner and open to the application's role only; True when made now."""
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if known is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
        sql.Identifier(name), sql.Identifier(application)
    ))
    return known is None
