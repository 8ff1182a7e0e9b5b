"""Labels of bins, in walking order: the code as large as the label allows, and a symbol of it."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.labels.label import Label, code_label
from erp.inventory.labels.wanted import Wanted
from erp.inventory.locations.queries import bins, warehouse


def bin_labels(session: Session, warehouse_id: UUID, wanted: Wanted) -> list[Label]:
    """Labels of the open bins that somebody can stand before, between two codes, both included; empty is no limit."""
    place = warehouse(session, warehouse_id)
    first, last = wanted.from_code.strip().upper(), wanted.to_code.strip().upper()
    chosen = [
        found for found in bins(session, warehouse_id)
        if found.status == "active" and found.kind != "transit"
        and (not first or found.code >= first) and (not last or found.code <= last)
    ]  # fmt: skip
    return [
        code_label(f"{place.code} {place.name}", found.code, wanted.symbol)
        for found in chosen for _copy in range(wanted.copies)
    ]  # fmt: skip
