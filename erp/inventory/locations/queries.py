"""Reading warehouses and bins."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound, Refused
from erp.kernel.reference import remembered


@dataclass(frozen=True)
class WarehouseFacts:
    """A warehouse, its company and its branch."""

    id: UUID
    company_id: UUID
    branch_id: UUID
    code: str
    name: str
    address_line: str
    postal_code: str
    city: str
    region: str
    country_code: str
    status: str


@dataclass(frozen=True)
class BinFacts:
    """A bin of a warehouse."""

    id: UUID
    warehouse_id: UUID
    code: str
    kind: str
    pick_sequence: int
    status: str


_WAREHOUSES = text(
    "SELECT id, company_id, branch_id, code, name, address_line, postal_code, city, region, country_code, status "
    "FROM inventory.warehouse "
    "WHERE (CAST(:ids AS uuid[]) IS NULL OR id = ANY(CAST(:ids AS uuid[]))) "
    "  AND (CAST(:company_id AS uuid) IS NULL OR company_id = CAST(:company_id AS uuid)) "
    "  AND (CAST(:branch_id AS uuid) IS NULL OR branch_id = CAST(:branch_id AS uuid)) ORDER BY code"
)
_BINS = text(
    "SELECT id, warehouse_id, code, kind, pick_sequence, status FROM inventory.bin "
    "WHERE (CAST(:ids AS uuid[]) IS NULL OR id = ANY(CAST(:ids AS uuid[]))) "
    "  AND (CAST(:warehouse_id AS uuid) IS NULL OR warehouse_id = CAST(:warehouse_id AS uuid)) "
    "  AND (CAST(:kind AS text) IS NULL OR kind = CAST(:kind AS text)) ORDER BY warehouse_id, pick_sequence, code"
)


def warehouses(
    session: Session,
    *,
    ids: Collection[UUID] | None = None,
    company_id: UUID | None = None,
    branch_id: UUID | None = None,
) -> list[WarehouseFacts]:
    """Warehouses by id, company or branch, in the order of their codes."""
    rows = session.execute(
        _WAREHOUSES,
        {"ids": None if ids is None else list(ids), "company_id": company_id, "branch_id": branch_id},
    )
    return [WarehouseFacts(*row) for row in rows]


def warehouse(session: Session, warehouse_id: UUID) -> WarehouseFacts:
    """One warehouse. Raises: NotFound."""
    found = remembered(
        session, ("inventory.warehouse",), warehouse_id, lambda: warehouses(session, ids=[warehouse_id])
    )
    if not found:
        raise NotFound("There is no such warehouse. Choose one from the list.", field="warehouse_id")
    return found[0]


def bins(
    session: Session,
    warehouse_id: UUID | None = None,
    *,
    ids: Collection[UUID] | None = None,
    kind: str | None = None,
) -> list[BinFacts]:
    """Bins in walking order: of a warehouse, of some ids, of one kind."""
    rows = session.execute(
        _BINS, {"ids": None if ids is None else list(ids), "warehouse_id": warehouse_id, "kind": kind}
    )
    return [BinFacts(*row) for row in rows]


def first_bin(session: Session, warehouse_id: UUID, kind: str) -> BinFacts:
    """The first open bin of a kind: where received, returned or travelling goods are put.

    Raises: Refused where the warehouse has none.
    """
    for found in bins(session, warehouse_id, kind=kind):
        if found.status == "active":
            return found
    raise Refused("The warehouse has no %(kind)s bin. Add one on the warehouse's page first.", kind=kind)
