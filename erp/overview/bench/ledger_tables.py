"""The tables that trade writes to, as the database itself describes them, parents before those that refer to them."""

from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

import psycopg

# Written by triggers, by the sealer or by the shell rather than by trade, or not part of the books.
_NOT_TRADE = (
    "kernel.alembic_version", "kernel.append_only", "kernel.audit_entry", "kernel.job", "kernel.partitioned",
    "kernel.reference_change", "kernel.request_key", "kernel.schedule_run", "kernel.unfinished_form",
    "finance.journal_seal", "finance.ledger_rollup", "finance.seal_progress",
)
_TABLES = """
    SELECT n.nspname || '.' || c.relname AS name, c.oid,
           ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a LEFT JOIN pg_attrdef d
                     ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                   AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') NOT LIKE '%%xact_id%%'
                 ORDER BY a.attnum) AS columns,
           ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey) ORDER BY a.attnum) AS key,
           ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                   AND a.atttypid IN ('numeric'::regtype, 'integer'::regtype, 'bigint'::regtype)
                   AND NOT a.attnum = ANY (i.indkey)
                 ORDER BY a.attnum) AS amounts,
           ARRAY(SELECT DISTINCT f.confrelid::bigint FROM pg_constraint f
                 WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS parents
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'floor')
      AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname || '.' || c.relname <> ALL (%s)
"""


@dataclass(frozen=True)
class LedgerTable:
    """One table: its columns that are written, its key, and its amounts."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    amounts: tuple[str, ...]

    @property
    def copy_in(self) -> Any:
        return f"COPY {self.name} ({', '.join(self.columns)}) FROM STDIN"

    def copy_added(self, before: str) -> Any:
        """COPY out the rows whose keys were not there before."""
        match = " AND ".join(f"b.{name} = t.{name}" for name in self.key)
        columns = ", ".join(f"t.{name}" for name in self.columns)
        order = ", ".join(f"t.{name}" for name in self.key)
        return (
            f"COPY (SELECT {columns} FROM {self.name} t WHERE NOT EXISTS "  # noqa: S608
            f"(SELECT FROM {before} b WHERE {match}) ORDER BY {order}) TO STDOUT"
        )


def tables_in_writing_order(connection: psycopg.Connection[Any]) -> list[LedgerTable]:
    """Every table of the books that the database lets the application write to."""
    found = {
        oid: (LedgerTable(name, tuple(columns), tuple(key), tuple(amounts)), parents)
        for name, oid, columns, key, amounts, parents in connection.execute(_TABLES, [list(_NOT_TRADE)])
    }
    order = TopologicalSorter({oid: [p for p in parents if p in found] for oid, (_, parents) in found.items()})
    return [found[oid][0] for oid in order.static_order()]
