"""Which items a supplier sells us, under which code, in which unit and at which cost."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.suppliers.models import ItemSupplier, Supplier
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SuppliedItem:
    """One item a supplier sells.

    Units: ``unit_cost`` is per ``unit`` (the item's base unit where none is given), in ``currency``;
    ``qty_minimum`` counts that unit.
    """

    item_id: UUID
    unit_cost: Decimal
    currency: str
    unit: str | None = None
    supplier_sku: str = ""
    qty_minimum: Decimal = Decimal(0)
    lead_time_days: int | None = None
    is_preferred: bool = False


def set_item_suppliers(work: UnitOfWork, supplier_id: UUID, items: Sequence[SuppliedItem]) -> None:
    """Record what the supplier sells; an item it already sold gets the new code, unit and cost.

    A preferred supplier of an item takes the preference from whoever had it.
    Raises: NotFound; Refused for a unit the item does not have or a negative cost.
    """
    work.require("inventory.supplier.manage")
    if work.session.get(Supplier, supplier_id) is None:
        raise NotFound("There is no such supplier.")
    if any(entry.unit_cost < 0 for entry in items):
        raise Refused("A cost cannot be negative.", field="unit_cost")
    units = _units_of(work, {entry.item_id for entry in items})
    _take_out(work, supplier_id, items)
    insert_rows(work, ItemSupplier, [_row(supplier_id, entry, units) for entry in items])


def _units_of(work: UnitOfWork, item_ids: Collection[UUID]) -> dict[UUID, tuple[str, frozenset[str]]]:
    rows = work.execute(
        text("""SELECT i.id, i.base_unit, array_remove(array_agg(u.unit), NULL) AS units
                FROM inventory.item i LEFT JOIN inventory.item_unit u ON u.item_id = i.id
                WHERE i.id = ANY(CAST(:ids AS uuid[])) GROUP BY i.id"""),
        {"ids": list(item_ids)},
    )
    return {row.id: (row.base_unit, frozenset({row.base_unit, *row.units})) for row in rows}


def _take_out(work: UnitOfWork, supplier_id: UUID, items: Sequence[SuppliedItem]) -> None:
    """Clear the rows that are replaced and the preferences that pass over."""
    work.execute(
        text("""DELETE FROM inventory.item_supplier
                WHERE supplier_id = :supplier AND item_id = ANY(CAST(:ids AS uuid[]))"""),
        {"supplier": supplier_id, "ids": [entry.item_id for entry in items]},
    )
    work.execute(
        text("""UPDATE inventory.item_supplier SET is_preferred = false
                WHERE is_preferred AND item_id = ANY(CAST(:ids AS uuid[]))"""),
        {"ids": [entry.item_id for entry in items if entry.is_preferred]},
    )


def _row(supplier_id: UUID, entry: SuppliedItem, units: dict[UUID, tuple[str, frozenset[str]]]) -> dict[str, object]:
    if entry.item_id not in units:
        raise NotFound("There is no such item.")
    base_unit, known = units[entry.item_id]
    unit = entry.unit or base_unit
    if unit not in known:
        raise Refused(
            "The item has no unit %(unit)s; it has %(known)s.",
            field="unit", unit=unit, known=', '.join(sorted(known)),
        )
    return {
        "id": new_id(),
        "item_id": entry.item_id,
        "supplier_id": supplier_id,
        "supplier_sku": entry.supplier_sku.strip(),
        "unit": unit,
        "unit_cost": entry.unit_cost,
        "currency": entry.currency,
        "qty_minimum": entry.qty_minimum,
        "lead_time_days": entry.lead_time_days,
        "is_preferred": entry.is_preferred,
    }
