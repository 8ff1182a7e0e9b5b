"""Reading suppliers: one with its terms and items, and those that a typed text means."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.inventory.suppliers.models import Supplier, SupplierCompany
from erp.kernel.errors import NotFound, Refused


@dataclass(frozen=True)
class SuppliedItemFacts:
    """An item a supplier sells; the cost is per ``unit``."""

    item_id: UUID
    sku: str
    description: str
    supplier_sku: str
    unit: str
    unit_cost: Decimal
    currency: str
    qty_minimum: Decimal
    lead_time_days: int | None
    is_preferred: bool


_ITEMS = text(
    "SELECT s.item_id, i.sku, i.description, s.supplier_sku, s.unit, s.unit_cost, s.currency, s.qty_minimum, "
    "  s.lead_time_days, s.is_preferred "
    "FROM inventory.item_supplier s JOIN inventory.item i ON i.id = s.item_id "
    "WHERE s.supplier_id = :supplier ORDER BY i.sku LIMIT :limit"
)
_SEARCH = text(
    "SELECT s.code, s.name, s.city FROM inventory.supplier s "
    "WHERE s.status = 'active' AND (s.code LIKE :start OR s.name ILIKE :part) "
    "ORDER BY s.code NOT LIKE :start, s.code LIMIT 12"
)


def supplier(session: Session, supplier_id: UUID) -> Supplier:
    """One supplier. Raises: NotFound."""
    found = session.get(Supplier, supplier_id)
    if found is None:
        raise NotFound("There is no such supplier.")
    return found


def supplier_terms(session: Session, supplier_id: UUID, company_id: UUID) -> SupplierCompany | None:
    """What the company has agreed with the supplier, if anything."""
    return session.get(SupplierCompany, (supplier_id, company_id))


def supplied_items(session: Session, supplier_id: UUID, limit: int = 500) -> list[SuppliedItemFacts]:
    """What the supplier sells us, by item number."""
    rows = session.execute(_ITEMS, {"supplier": supplier_id, "limit": limit})
    return [SuppliedItemFacts(*row) for row in rows]


def supplier_by_code(session: Session, code: str) -> UUID:
    """The supplier a typed code means. Raises: Refused."""
    found = session.scalar(select(Supplier.id).where(Supplier.code == code.strip().upper()))
    if found is None:
        raise Refused("There is no supplier %(upper)s.", field="supplier", upper=code.strip().upper())
    return found


def search_suppliers(session: Session, typed: str) -> list[tuple[str, str, str]]:
    """(code, name, city) of active suppliers whose code begins with, or whose name contains, what was typed."""
    escaped = typed.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = session.execute(_SEARCH, {"start": f"{escaped.upper()}%", "part": f"%{escaped}%"})
    return [(row.code, row.name, row.city) for row in rows]
