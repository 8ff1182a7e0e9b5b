"""The audit trail."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, url_for

from erp.identity.audit_trail.forms import AuditFilter
from erp.identity.audit_trail.queries import audit_statement, shown_changes
from erp.web.forms import parse_query
from erp.web.paging import Column, page_by_key, render_list
from erp.web.places import place_or_none
from erp.web.reading import read
from erp.web.routing import requires

bp = Blueprint("identity_audit_trail", __name__, url_prefix="/identity/audit-trail")

PAGE = (
    Column("changed_at", "When", kind="moment"),
    Column("actor", "Who"),
    Column("action", "What", kind="status"),
    Column("record", "Record"),
    Column("name", "Name", link=lambda row: url_for(".index", table_name=row.table_name, row_key=row.row_key)),
    Column("changes", "From → to", kind="lines"),
    Column("reason", "Why"),
)
SPREADSHEET = (
    Column("changed_at", "When", kind="moment"),
    Column("actor", "Who"),
    Column("action", "What", kind="status"),
    Column("table_name", "Record"),
    Column("row_key", "Key"),
    Column("changes", "From → to"),
    Column("reason", "Why"),
)


@bp.get("")
@requires("identity.audit_trail.view")
def index() -> Response:
    """Changes, the latest first."""
    wanted = parse_query(AuditFilter)
    place = place_or_none()
    statement = audit_statement(**wanted, time_zone=place.time_zone if place is not None else "UTC")
    listing = page_by_key(statement, columns=PAGE, key=("-id",))
    if listing.statement is None:
        listing = replace(listing, rows=shown_changes(read(), listing.rows))
    return render_list("identity/audit_trail/index.html", listing, name="audit-trail", in_file=SPREADSHEET)
