"""Why an issue cost what it cost: the receipts it used, and what became known of them later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.inventory.valuation.sources import JOINED, NUMBER
from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class CostStory:
    """The cost entries of one document line, and the layers each issue took from."""

    entries: Sequence[Row[Any]]
    links: Sequence[Row[Any]]


_ENTRIES = text(
    f"SELECT y.id, y.item_id, i.sku, i.description, y.occurred_on, y.kind, y.qty, y.amount, {NUMBER}, "  # noqa: S608
    "  w.code AS warehouse_code, w.branch_id, c.costing_method, "
    "  CASE WHEN y.qty <> 0 THEN round(y.amount / y.qty, 6) END AS unit_cost "
    "FROM inventory.cost_entry y JOIN inventory.item i ON i.id = y.item_id "
    "JOIN inventory.item_company c ON c.item_id = y.item_id AND c.company_id = y.company_id "
    f"JOIN inventory.warehouse w ON w.id = y.warehouse_id {JOINED.format('y')}"
    "WHERE y.source_line_id = :line AND y.company_id = :company_id ORDER BY y.id"
)
_LINKS = text(
    f"SELECT k.issue_entry_id, k.qty, k.amount, y.received_on, y.source_kind, y.unit_cost, {NUMBER} "  # noqa: S608
    "FROM inventory.cost_consumption k JOIN inventory.cost_layer y ON y.id = k.layer_id "
    f"{JOINED.format('y')}WHERE k.issue_entry_id = ANY(CAST(:entries AS uuid[])) ORDER BY k.id"
)


def why_cost(session: Session, company_id: UUID, source_line_id: UUID) -> CostStory:
    """The story of a line: a shipment's, a return's, a receipt's. Raises: NotFound where it moved no value."""
    entries = session.execute(_ENTRIES, {"line": source_line_id, "company_id": company_id}).all()
    if not entries:
        raise NotFound("This line moved no value, so there is nothing to explain.")
    links = session.execute(_LINKS, {"entries": [entry.id for entry in entries]}).all()
    return CostStory(entries, links)
