"""Families, items, warehouses and stock for tests, made through the use cases that pages call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID

from sqlalchemy import text

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, PostedAdjustment, adjust_stock
from erp.inventory.catalog.activate_family import activate_family
from erp.inventory.catalog.create_family import create_family
from erp.inventory.catalog.create_items import create_items
from erp.inventory.catalog.models import Lot
from erp.inventory.catalog.new_item import CompanyTerms, NewBarcode, NewItem, NewUnit
from erp.inventory.locations.add_bins import NewBin, add_bins
from erp.inventory.locations.create_warehouse import create_warehouse
from erp.inventory.locations.queries import bins, warehouse
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork

_numbers = count(1)


@dataclass(frozen=True)
class BuiltWarehouse:
    """A warehouse with its bins by code; ``bin_id`` is its first storage bin."""

    id: UUID
    company_id: UUID
    branch_id: UUID
    code: str
    bins: dict[str, UUID]
    bin_id: UUID


def a_family(
    work: UnitOfWork, company_ids: Sequence[UUID], *, code: str | None = None, name: str = "Hardware"
) -> UUID:
    """A family that the companies trade."""
    family_id = create_family(work, code=code or f"FAM{next(_numbers)}", name=name)
    for company_id in company_ids:
        activate_family(work, family_id, company_id, occurred_on=work.now.date())
    return family_id


def an_item(
    work: UnitOfWork,
    family_id: UUID,
    company_ids: Sequence[UUID],
    *,
    sku: str | None = None,
    description: str = "Hex bolt M8",
    base_unit: str = "EA",
    qty_quantum: Decimal = Decimal(1),
    kind: str = "stocked",
    tracking: str = "none",
    expiry_required: bool = False,
    tax_class: str = "standard",
    units: Sequence[NewUnit] = (),
    barcodes: Sequence[NewBarcode] = (),
    costing_method: str = "moving_average",
    cost_pool_scope: str = "company",
    standard_unit_cost: Decimal | None = None,
) -> UUID:
    """An active item, valued by moving average over the whole company unless said otherwise."""
    return create_items(
        work,
        [
            NewItem(
                sku=sku or f"ITEM-{next(_numbers):05}",
                description=description,
                family_id=family_id,
                base_unit=base_unit,
                qty_quantum=qty_quantum,
                kind=kind,
                tracking=tracking,
                expiry_required=expiry_required,
                tax_class=tax_class,
                units=units,
                barcodes=barcodes,
                companies=[
                    CompanyTerms(company_id, costing_method, cost_pool_scope, standard_unit_cost)
                    for company_id in company_ids
                ],
            )
        ],
    )[0]


def a_warehouse(
    work: UnitOfWork, branch_id: UUID, *, code: str | None = None, storage_bins: Sequence[str] = ("A-01", "A-02")
) -> BuiltWarehouse:
    """A warehouse with receiving, staging, returns and transit bins, and storage bins in walking order."""
    warehouse_id = create_warehouse(
        work, branch_id=branch_id, code=code or f"WH{next(_numbers)}", name="Test warehouse"
    )
    storage = [NewBin(bin_code, "storage", n * 10) for n, bin_code in enumerate(storage_bins, start=1)]
    add_bins(work, warehouse_id, storage)
    facts = warehouse(work.session, warehouse_id)
    by_code = {found.code: found.id for found in bins(work.session, warehouse_id)}
    return BuiltWarehouse(
        facts.id, facts.company_id, facts.branch_id, facts.code, by_code, by_code[storage_bins[0].upper()]
    )


def a_lot(work: UnitOfWork, item_id: UUID, code: str, expires_on: date | None = None) -> UUID:
    """A lot (or serial number) of an item."""
    lot = Lot(id=new_id(), item_id=item_id, code=code, expires_on=expires_on, created_at=work.now)
    work.session.add(lot)
    work.session.flush()
    return lot.id


def put_stock(
    work: UnitOfWork,
    place: BuiltWarehouse,
    item_id: UUID,
    qty: Decimal | int | str,
    unit_cost: Decimal | int | str | None = "1.00",
    *,
    bin_code: str | None = None,
    lot_id: UUID | None = None,
    occurred_on: date | None = None,
) -> PostedAdjustment:
    """Opening stock in a bin, at a unit cost."""
    return adjust_stock(
        work,
        warehouse_id=place.id,
        reason="opening",
        occurred_on=occurred_on or work.now.date(),
        lines=[
            AdjustmentLine(
                item_id=item_id,
                bin_id=place.bins[bin_code] if bin_code else place.bin_id,
                qty=Decimal(qty),
                unit_cost=None if unit_cost is None else Decimal(unit_cost),
                lot_id=lot_id,
            )
        ],
    )


def pool_of(work: UnitOfWork, item_id: UUID, warehouse_id: UUID | None = None) -> tuple[Decimal, Decimal]:
    """Quantity and value of the item's cost pool."""
    row = work.execute(
        text(
            "SELECT qty, value FROM inventory.cost_pool WHERE item_id = :item_id "
            "AND (CAST(:warehouse_id AS uuid) IS NULL OR warehouse_id = CAST(:warehouse_id AS uuid))"
        ),
        {"item_id": item_id, "warehouse_id": warehouse_id},
    ).one()
    return row.qty, row.value
