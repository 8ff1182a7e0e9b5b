"""Read the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, Text, func, literal_column, select
from sqlalchemy.orm import Session

from erp.identity.audit_trail.names import names_in
from erp.kernel.audit import AuditEntry


@dataclass(frozen=True)
class ShownChange:
    """A change as the page tells it: names instead of ids, one line a column."""

    id: int
    changed_at: datetime
    actor: str
    action: str
    table_name: str
    row_key: str
    record: str
    name: str
    changes: tuple[str, ...]
    reason: str


def shown_changes(session: Session, rows: Sequence[Any]) -> list[ShownChange]:
    """The rows of ``audit_statement`` with the names of what they speak of."""
    names = names_in(session, rows)
    return [
        ShownChange(
            row.id, row.changed_at, row.actor, row.action, row.table_name, row.row_key,
            record=row.table_name.rpartition(".")[2].replace("_", " "),
            name=names.of_row(row.table_name, row.row_key),
            changes=tuple(
                _line(
                    column,
                    names.of_value(row.table_name, column, before),
                    names.of_value(row.table_name, column, after),
                    row.action,
                )
                for column, (before, after) in sorted(row.changed.items())
                if column not in ("id", "version")
            ),
            reason=row.reason,
        )
        for row in rows
    ]  # fmt: skip


def _line(column: str, before: str, after: str, action: str) -> str:
    told = {"insert": after, "delete": before}.get(action, f"{before} → {after}")
    return f"{column.removesuffix('_id').replace('_', ' ')}: {told}"


def audit_statement(
    *,
    table_name: str = "",
    row_key: str = "",
    actor: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
    time_zone: str = "UTC",
) -> Select[Any]:
    """Changes of settings and master records, each with its old and new values in one text."""
    changes = literal_column(
        """(SELECT string_agg(c.key || ': ' || coalesce(c.value ->> 0, '—') || ' → ' || coalesce(c.value ->> 1, '—'),
                              '; ' ORDER BY c.key) FROM jsonb_each(kernel.audit_entry.changed) AS c)""",
        Text,
    )
    columns: list[Any] = [
        AuditEntry.id, AuditEntry.changed_at, AuditEntry.actor, AuditEntry.action, AuditEntry.table_name,
        AuditEntry.row_key, changes.label("changes"), func.coalesce(AuditEntry.reason, "").label("reason"),
        AuditEntry.correlation_id, AuditEntry.changed,
    ]  # fmt: skip
    statement = select(*columns)
    if table_name:
        statement = statement.where(AuditEntry.table_name == table_name)
    if row_key:
        statement = statement.where(AuditEntry.row_key == row_key)
    if actor:
        statement = statement.where(AuditEntry.actor == actor)
    zone = ZoneInfo(time_zone)
    if first_day:
        statement = statement.where(AuditEntry.changed_at >= datetime.combine(first_day, time(), zone))
    if last_day:
        statement = statement.where(
            AuditEntry.changed_at < datetime.combine(last_day + timedelta(days=1), time(), zone)
        )
    return statement
