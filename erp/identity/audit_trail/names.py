"""Read the names behind the ids of the audit trail: which customer, item or account a change speaks of.

The trail is written by a trigger that knows no module, and is read the same way: foreign keys say what an id refers
to, and the referred table says its code, number or name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_KEYS = text("""
    SELECT c.oid::regclass::text AS table_name,
           ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum ORDER BY k.n) AS key_columns
    FROM unnest(CAST(:tables AS text[])) AS t(name)
    JOIN pg_class c ON c.oid = to_regclass(t.name)
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary""")
_REFERENCES = text("""
    SELECT DISTINCT con.conrelid::regclass::text AS table_name, a.attname AS column_name,
           con.confrelid::regclass::text AS target
    FROM pg_constraint con
    CROSS JOIN LATERAL unnest(con.conkey, con.confkey) AS k(here, there)
    JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.here
    JOIN pg_attribute b ON b.attrelid = con.confrelid AND b.attnum = k.there AND b.attname = 'id'
    WHERE con.contype = 'f' AND con.conrelid IN (SELECT to_regclass(t) FROM unnest(CAST(:tables AS text[])) AS t)""")
_LABELS = text("""
    SELECT a.attrelid::regclass::text AS table_name, array_agg(quote_ident(a.attname) ORDER BY l.n) AS columns
    FROM unnest(ARRAY['code', 'number', 'sku', 'user_name', 'name', 'display_name', 'description'])
         WITH ORDINALITY AS l(name, n)
    JOIN pg_attribute a ON a.attname = l.name AND a.attnum > 0 AND NOT a.attisdropped
    WHERE a.attrelid IN (SELECT to_regclass(t) FROM unnest(CAST(:tables AS text[])) AS t) GROUP BY a.attrelid""")


@dataclass
class Names:
    """What ids are called; an id whose record is gone stays an id."""

    key_columns: Mapping[str, Sequence[str]]
    targets: Mapping[tuple[str, str], str]
    found: dict[tuple[str, str], str] = field(default_factory=dict)  # (table, id) -> name

    def of_row(self, table: str, row_key: str) -> str:
        """The record that was changed."""
        return " · ".join(self.found.get(place, part) for place, part in self._key_parts(table, row_key))

    def of_value(self, table: str, column: str, value: object) -> str:
        """One old or new value."""
        if value is None:
            return "—"
        target = self.targets.get((table, column))
        return self.found.get((target, str(value)), str(value)) if target else str(value)

    def asked(self, rows: Iterable[Any]) -> dict[str, set[str]]:
        """Every id the rows hold, by the table it belongs to."""
        ids: dict[str, set[str]] = {}
        for row in rows:
            places = [place for place, _ in self._key_parts(row.table_name, row.row_key)]
            places += [
                (self.targets.get((row.table_name, column), ""), str(value))
                for column, values in row.changed.items()
                for value in values
            ]
            for target, value in places:
                if target and _is_id(value):
                    ids.setdefault(target, set()).add(value)
        return ids

    def _key_parts(self, table: str, row_key: str) -> list[tuple[tuple[str, str], str]]:
        columns, parts = self.key_columns.get(table, ()), row_key.split(" ")
        if len(columns) != len(parts):
            return [(("", row_key), row_key)]
        return [
            ((table if column == "id" else self.targets.get((table, column), ""), part), part)
            for column, part in zip(columns, parts, strict=True)
        ]


def names_in(session: Session, rows: Sequence[Any]) -> Names:
    """The names of all ids in these changes: three readings of the catalogue, and one of each table referred to."""
    tables = {"tables": sorted({row.table_name for row in rows})}
    names = Names(
        {row.table_name: row.key_columns for row in session.execute(_KEYS, tables)},
        {(row.table_name, row.column_name): row.target for row in session.execute(_REFERENCES, tables)},
    )
    asked = names.asked(rows)
    for row in session.execute(_LABELS, {"tables": sorted(asked)}):
        # Table and columns come from the catalogue, quoted by the database.
        statement = f"SELECT id::text, concat_ws(' ', {', '.join(row.columns[:2])}) FROM {row.table_name} "  # noqa: S608
        found = session.execute(
            text(statement + "WHERE id = ANY(CAST(:ids AS uuid[]))"), {"ids": sorted(asked[row.table_name])}
        )
        names.found.update({(row.table_name, id_): name for id_, name in found})
    return names


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
