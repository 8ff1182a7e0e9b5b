"""Read the audit trail."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, Text, func, literal_column, select

from erp.kernel.audit import AuditEntry


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
        AuditEntry.correlation_id,
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
