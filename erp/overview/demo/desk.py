"""What whoever carries out the demo keeps at hand: ids by the codes of the specification."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Desk:
    """Ids of everything the plan names."""

    companies: dict[str, UUID]
    branches: dict[str, UUID]
    warehouses: dict[str, UUID]
    bins: dict[str, list[UUID]]  # storage bins of a warehouse, in the order of the walk
    items: dict[str, UUID]
    customers: dict[str, UUID]
    suppliers: dict[str, UUID]

    def bin_of(self, place: str, rank: int) -> UUID:
        """Where a warehouse keeps an item: the popular ones near the dock."""
        bins = self.bins[place]
        return bins[rank % len(bins)]


def open_desk(session: Session) -> Desk:
    """Look everything up, once."""

    def ids(sql: str) -> dict[str, UUID]:
        return {row.code: row.id for row in session.execute(text(sql))}

    bins: dict[str, list[UUID]] = {}
    for row in session.execute(text("""
            SELECT w.code, b.id FROM inventory.bin b JOIN inventory.warehouse w ON w.id = b.warehouse_id
            WHERE b.kind = 'storage' ORDER BY b.pick_sequence, b.id""")):
        bins.setdefault(row.code, []).append(row.id)
    return Desk(
        companies=ids("SELECT code, id FROM organization.company"),
        branches=ids("SELECT code, id FROM organization.branch"),
        warehouses=ids("SELECT code, id FROM inventory.warehouse"),
        bins=bins,
        items=ids("SELECT sku AS code, id FROM inventory.item"),
        customers=ids("SELECT code, id FROM crm.customer"),
        suppliers=ids("SELECT code, id FROM inventory.supplier"),
    )
