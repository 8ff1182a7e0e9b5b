"""A warehouse that ships: demand, waves, picks and shipments for tests, made through the use cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.fulfilment.allocate import allocate_demand
from erp.inventory.fulfilment.create import DemandRequest, create_demand
from erp.inventory.packing.pack import pack_shipment
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.picking.release import ReleasedWave, release_wave
from erp.inventory.shipping.confirm import ConfirmedShipment, confirm_shipment
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import BuiltWarehouse, a_family, a_warehouse, an_item
from tests.builders.organization import a_company


@dataclass(frozen=True)
class Dock:
    """A company with one warehouse and one family of items."""

    company_id: UUID
    branch_id: UUID
    place: BuiltWarehouse
    family_id: UUID

    def item(self, work: UnitOfWork, **settings: object) -> UUID:
        return an_item(work, self.family_id, [self.company_id], **settings)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Wanted:
    """What one origin asked for: its demand lines in the order asked."""

    origin_id: UUID
    line_ids: list[UUID]


def a_dock(work: UnitOfWork, storage_bins: Sequence[str] = ("A-01", "A-02", "B-01")) -> Dock:
    """A company that trades from one branch with one warehouse, this fiscal year open."""
    company = a_company(work, currency="EUR")
    place = a_warehouse(work, company.branch_id, storage_bins=storage_bins)
    return Dock(company.id, company.branch_id, place, a_family(work, [company.id]))


def wanted(
    work: UnitOfWork,
    dock: Dock,
    quantities: Sequence[tuple[UUID, int | str]],
    *,
    priority: int = 50,
    promised_on: date | None = None,
    allocate: bool = True,
    number: str = "SO-1",
) -> Wanted:
    """An origin that asks for items out of the dock's warehouse, promised what is free."""
    origin_id, line_ids = new_id(), [new_id() for _ in quantities]
    create_demand(
        work,
        [
            DemandRequest(
                id=line_id, company_id=dock.company_id, warehouse_id=dock.place.id, item_id=item_id,
                qty=Decimal(qty), priority=priority, promised_on=promised_on or work.now.date(),
                origin_kind="sample", origin_id=origin_id, origin_line_id=new_id(), origin_number=number,
                consignee={"name": "Harbor Electric", "address": "1 Quay Street\n20457 Hamburg"},
            )
            for line_id, (item_id, qty) in zip(line_ids, quantities, strict=True)
        ],
    )
    if allocate:
        allocate_demand(work, line_ids)
    return Wanted(origin_id, line_ids)


def a_wave(work: UnitOfWork, dock: Dock, *origins: Wanted) -> ReleasedWave:
    """A wave over what the origins were promised."""
    return release_wave(work, dock.place.id, origin_ids=[origin.origin_id for origin in origins])


def pick_all(work: UnitOfWork, wave: ReleasedWave) -> None:
    """Pick every task of the wave in full."""
    rows = work.execute(
        text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :wave ORDER BY sequence"), {"wave": wave.id}
    )
    confirm_picks(work, [Pick(row.id, row.qty) for row in rows])


def ship(work: UnitOfWork, dock: Dock, origin: Wanted, *, on: date | None = None) -> tuple[UUID, ConfirmedShipment]:
    """Wave, picks, pack and confirm in one go: the shipment and how it left."""
    wave = a_wave(work, dock, origin)
    pick_all(work, wave)
    shipment_id = wave.shipments[origin.origin_id]
    pack_shipment(work, shipment_id)
    return shipment_id, confirm_shipment(work, shipment_id, occurred_on=on or work.now.date())


def demand_of(work: UnitOfWork, line_id: UUID) -> Mapping[str, Decimal]:
    """The quantities of a demand line."""
    row = work.execute(
        text("""SELECT qty, qty_allocated, qty_released, qty_shipped, qty_cancelled
                FROM inventory.demand_line WHERE id = :id"""),
        {"id": line_id},
    ).one()
    return row._mapping


def stock_of(work: UnitOfWork, dock: Dock, item_id: UUID) -> tuple[Decimal, Decimal, Decimal]:
    """On hand, available and promised (soft) of an item in the dock's warehouse."""
    return tuple(  # type: ignore[return-value]
        work.execute(
            text("""SELECT qty_on_hand, qty_available, qty_allocated FROM inventory.item_warehouse
                    WHERE item_id = :item AND warehouse_id = :warehouse"""),
            {"item": item_id, "warehouse": dock.place.id},
        ).one()
    )


def held_in(work: UnitOfWork, dock: Dock, item_id: UUID) -> dict[str, tuple[Decimal, Decimal]]:
    """On hand and held by pick tasks (hard) of an item, by bin."""
    rows = work.execute(
        text("""SELECT bin.code, sum(b.qty_on_hand) AS on_hand, sum(b.qty_allocated) AS held
                FROM inventory.stock_balance b JOIN inventory.bin bin ON bin.id = b.bin_id
                WHERE b.item_id = :item AND b.warehouse_id = :warehouse GROUP BY bin.code"""),
        {"item": item_id, "warehouse": dock.place.id},
    )
    return {row.code: (row.on_hand, row.held) for row in rows}


def allocation_faults(work: UnitOfWork) -> list[object]:
    """Where promises and holds do not add up: soft against demand lines, hard against pick tasks. Empty is right."""
    return list(
        work.execute(
            text("""
        SELECT 'soft', w.item_id, w.qty_allocated, coalesce(d.qty, 0)
        FROM inventory.item_warehouse w
        LEFT JOIN (SELECT item_id, warehouse_id, sum(qty_allocated) AS qty FROM inventory.demand_line GROUP BY 1, 2) d
          USING (item_id, warehouse_id)
        WHERE w.qty_allocated <> coalesce(d.qty, 0)
        UNION ALL
        SELECT 'hard', b.item_id, b.qty_allocated, coalesce(t.qty, 0)
        FROM inventory.stock_balance b
        LEFT JOIN (SELECT t.stock_balance_id AS id,
                          sum(CASE t.status WHEN 'open' THEN t.qty ELSE t.qty_picked END) AS qty
                   FROM inventory.pick_task t JOIN inventory.shipment s ON s.id = t.shipment_id
                   WHERE s.status IN ('picking', 'packed') GROUP BY 1) t ON t.id = b.id
        WHERE b.qty_allocated <> coalesce(t.qty, 0)
        UNION ALL
        SELECT 'released', d.item_id, d.qty_released, coalesce(t.qty, 0)
        FROM inventory.demand_line d
        LEFT JOIN (SELECT t.demand_line_id AS id,
                          sum(CASE t.status WHEN 'open' THEN t.qty ELSE t.qty_picked END) AS qty
                   FROM inventory.pick_task t JOIN inventory.shipment s ON s.id = t.shipment_id
                   WHERE s.status IN ('picking', 'packed') GROUP BY 1) t ON t.id = d.id
        WHERE d.qty_released <> coalesce(t.qty, 0)""")
        )
    )
