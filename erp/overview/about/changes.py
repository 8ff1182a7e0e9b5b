"""The audit trail of a record: changes of its own row and of the rows that belong to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.identity.api import ShownChange, shown_changes

MOST = 100

# Audited tables of the record's own schema whose rows refer to it, and the columns of their keys: the trigger that
# writes the trail is named audit, and knows them by the table's primary key.
_PARTS = text("""
    SELECT DISTINCT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name,
           n.nspname || '.' || c.relname AS audited, quote_ident(own.attname) AS reference,
           ARRAY(SELECT quote_ident(a.attname) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum ORDER BY k.n) AS key_columns
    FROM pg_constraint con
    JOIN pg_class c ON c.oid = con.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = 'audit'
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    CROSS JOIN LATERAL unnest(con.conkey, con.confkey) AS k(here, there)
    JOIN pg_attribute own ON own.attrelid = con.conrelid AND own.attnum = k.here
    JOIN pg_attribute theirs ON theirs.attrelid = con.confrelid AND theirs.attnum = k.there AND theirs.attname = 'id'
    WHERE con.contype = 'f' AND con.confrelid = to_regclass(:table)
      AND con.conrelid <> con.confrelid
      AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = con.confrelid)
      AND n.nspname || '.' || c.relname <> ALL(CAST(:records AS text[]))
    ORDER BY audited""")


def changes_of(session: Session, table: str, record_id: UUID, records: Collection[str] = ()) -> list[ShownChange]:
    """The latest changes of a record with the names of what they speak of, the latest first.

    Rows of other tables count while they refer to the record, but not those of ``records``, tables of records with a
    history of their own. What was taken from the record stands in the audit trail only.
    """
    return shown_changes(session, _entries(session, table, record_id, records))


def _entries(session: Session, table: str, record_id: UUID, records: Collection[str]) -> Sequence[Row[Any]]:
    parts = [f"(SELECT '{table}' AS table_name, CAST(:id AS text) AS row_key)"]
    for part in session.execute(_PARTS, {"table": table, "records": sorted(records)}):
        key = " || ' ' || ".join(f"{column}::text" for column in part.key_columns)
        parts.append(
            f"(SELECT '{part.audited}', {key} FROM {part.name} WHERE {part.reference} = CAST(:id AS uuid) "  # noqa: S608
            f"LIMIT {MOST * 5})"
        )
    # Names of tables and columns come from the catalogue, quoted by the database.
    statement = f"""
        SELECT a.id, a.changed_at, a.actor, a.action, a.table_name, a.row_key, a.changed,
               coalesce(a.reason, '') AS reason
        FROM ({" UNION ALL ".join(parts)}) AS own(table_name, row_key)
        JOIN kernel.audit_entry a ON a.table_name = own.table_name AND a.row_key = own.row_key
        ORDER BY a.id DESC LIMIT {MOST}"""  # noqa: S608
    return session.execute(text(statement), {"id": str(record_id)}).all()
