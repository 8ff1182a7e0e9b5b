"""What the database server itself counted: statements executed, log written, the slowest statements."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from erp.kernel.assembly import Services

T = TypeVar("T")

_OURS = """
    FROM pg_stat_statements s
    WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND s.userid = (SELECT oid FROM pg_roles WHERE rolname = current_user) AND s.toplevel
      AND s.query !~* '^\\s*(BEGIN|COMMIT|ROLLBACK|DISCARD)' AND s.query NOT LIKE '%pg_stat_statements%'
      AND s.query NOT LIKE '%floor.%'
"""
_CALLS = text(f"SELECT coalesce(sum(s.calls), 0)::bigint {_OURS}")
_SLOWEST = text(f"""
    SELECT s.query, s.calls, round(s.mean_exec_time::numeric, 3) AS mean_ms,
           round(s.total_exec_time::numeric, 1) AS total_ms {_OURS}
    ORDER BY s.total_exec_time DESC LIMIT 10
""")


class ServerFigures:
    """Reads pg_stat_statements where the server has it; ``counts_statements`` says whether."""

    def __init__(self, services: Services, admin_url: str) -> None:
        self._services = services
        self.counts_statements = _offered(admin_url) and self._answers()

    def calls(self) -> int:
        """Statements that our role has executed in this database; BEGIN, COMMIT and this reading are not counted."""
        return int(self._read(lambda connection: connection.scalar(_CALLS)))

    def slowest(self) -> list[dict[str, object]]:
        """The ten statements that took most time in all."""
        if not self.counts_statements:
            return []
        rows = self._read(lambda connection: connection.execute(_SLOWEST).all())
        return [
            {"query": " ".join(row.query.split())[:300], "calls": row.calls, "mean_ms": float(row.mean_ms),
             "total_ms": float(row.total_ms)}
            for row in rows
        ]

    def wal_bytes(self) -> int:
        """Bytes of log written since the server was made; other databases of the server count as well."""
        return int(self._read(lambda connection: connection.scalar(
            text("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"))))

    def _answers(self) -> bool:
        try:
            self.calls()
        except DBAPIError:
            return False
        return True

    def _read(self, ask: Callable[[Any], T]) -> T:
        with self._services.engine.connect() as connection:
            return ask(connection)


def _offered(admin_url: str) -> bool:
    """Whether the extension is there, or could be made."""
    owner = create_engine(admin_url)
    try:
        with owner.begin() as connection:
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_stat_statements"))
        return True
    except DBAPIError:
        return False
    finally:
        owner.dispose()
