"""Release a wave: promised goods become pick tasks, and each origin gets its shipment."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.fulfilment.lock_demand import LockedDemand, lock_demand
from erp.inventory.fulfilment.promise_stock import change_allocation, lock_free_stock
from erp.inventory.picking.choose_bins import Share, Want, choose_bins
from erp.inventory.picking.hold_stock import change_held, lock_pickable
from erp.inventory.picking.join_wave import lock_wave_to_join, order_walk
from erp.inventory.picking.models import PickTask, Wave
from erp.inventory.shipping.models import Shipment
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization

ZERO = Decimal(0)
CONSIGNEE = ("name", "address", "language", "country")  # what the shipment's papers will say, and how


class NothingToRelease(Refused):
    """Nothing of what was chosen is promised and still unpicked."""


@dataclass(frozen=True)
class ReleasedWave:
    """The wave, its shipments by origin, its tasks, and what was promised but lies nowhere pickable."""

    id: UUID
    number: str
    shipments: Mapping[UUID, UUID]  # origin -> shipment
    task_ids: Sequence[UUID]
    missing: Mapping[UUID, Decimal]  # demand line -> quantity that went back to backorder


def release_wave(
    work: UnitOfWork,
    warehouse_id: UUID,
    *,
    demand_line_ids: Collection[UUID] = (),
    origin_ids: Collection[UUID] = (),
    qty: Mapping[UUID, Decimal] | None = None,
    into_wave_id: UUID | None = None,
) -> ReleasedWave:
    """Reserve bins and lots for what is promised, open one shipment for each origin, and make the pick list.

    The company's choice says what is picked first; expired lots, and lots with less shelf life left than the company
    or the customer asks for, are never taken. A promise that only such stock could keep goes back to backorder and is
    named in the answer. ``qty`` releases only so much of a demand line: the rest stays promised. ``into_wave_id`` is a
    wave still being picked that they join: its open picks and the new ones make one walk.

    Units: base units.
    Raises: NotFound; Forbidden; NothingToRelease when nothing chosen is promised and off the waves; Conflict where the
        wave to join is picked already.
    Effects: hard allocation on stock balances; no event.
    """
    locked = lock_demand(work, origin_ids, line_ids=demand_line_ids)
    lines = {d.id: d for d in locked if d.warehouse_id == warehouse_id and d.qty_to_release > 0}
    if not lines:
        raise NothingToRelease("Nothing of this is promised and waiting to be picked. Allocate it first.")
    items = list({line.item_id for line in lines.values()})
    place = work.execute(_PLACE, {"warehouse": warehouse_id, "items": items}).one_or_none()
    if place is None:
        raise NotFound("There is no such warehouse.")
    work.require("inventory.wave.release", place.branch_id)
    joined = lock_wave_to_join(work, into_wave_id, warehouse_id) if into_wave_id else None
    if place.tracked:  # only lots expire, and only then may a promise have to be taken back
        lock_free_stock(work, {(item_id, warehouse_id) for item_id in place.tracked})
    ordered = sorted(lines.values(), key=lambda line: line.turn)
    balances = lock_pickable(work, warehouse_id, {line.item_id for line in ordered})
    chosen = organization.setting_values(place.chosen or {})
    wants = _wants(ordered, qty, work.now.date(), int(chosen["min_shelf_life_days"]))
    shares, missing = choose_bins(wants, balances, str(chosen["pick_order"]))
    if not shares:
        raise NothingToRelease("Only expired lots are left of what was promised. Write them off, or receive more.")
    if missing:
        _take_back(work, lines, missing)
    if into_wave_id and joined:
        wave_id, wave_number = into_wave_id, joined
    else:
        wave_id, wave_number = _open_wave(work, place.company_id, warehouse_id)
    shipments = _open_shipments(work, place.branch_id, [lines[share.demand_line_id] for share in shares])
    task_ids = _write_tasks(work, wave_id, shipments, lines, shares)
    if joined:
        order_walk(work, wave_id)
    held: dict[UUID, Decimal] = defaultdict(Decimal)
    released: dict[UUID, Decimal] = defaultdict(Decimal)
    for share in shares:
        held[share.balance.id] += share.qty
        released[share.demand_line_id] += share.qty
    change_held(work, held)
    work.execute(_RELEASE, {"ids": list(released), "quantities": list(released.values())})
    return ReleasedWave(wave_id, wave_number, shipments, task_ids, missing)


def _wants(
    lines: Sequence[LockedDemand], qty: Mapping[UUID, Decimal] | None, today: date, usual_days: int
) -> list[Want]:
    """What each line gets now, and how long its goods must keep."""
    wants = []
    for line in lines:
        asked = line.qty_to_release if qty is None else min(line.qty_to_release, qty.get(line.id, line.qty_to_release))
        if asked > 0:
            days = max(line.min_shelf_life_days, usual_days)
            wants.append(Want(line.id, line.item_id, asked, today + timedelta(days=days) if days else None))
    return wants


_PLACE = text("""
    SELECT w.company_id, w.branch_id,
           (SELECT jsonb_object_agg(s.key, s.value) FROM organization.company_setting s
            WHERE s.company_id = w.company_id) AS chosen,
           ARRAY(SELECT i.id FROM inventory.item i
                 WHERE i.id = ANY(CAST(:items AS uuid[])) AND i.tracking <> 'none') AS tracked
    FROM inventory.warehouse w WHERE w.id = :warehouse""")

_RELEASE = text("""
    UPDATE inventory.demand_line d SET qty_released = d.qty_released + given.qty
    FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty) WHERE d.id = given.id""")


def _take_back(work: UnitOfWork, lines: Mapping[UUID, LockedDemand], missing: Mapping[UUID, Decimal]) -> None:
    by_place: dict[tuple[UUID, UUID], Decimal] = defaultdict(Decimal)
    for line_id, qty in missing.items():
        by_place[lines[line_id].item_id, lines[line_id].warehouse_id] -= qty
    change_allocation(work, {line_id: -qty for line_id, qty in missing.items()}, by_place)


def _open_wave(work: UnitOfWork, company_id: UUID, warehouse_id: UUID) -> tuple[UUID, str]:
    wave_id, number = new_id(), draw_numbers(work, "wave")[0]
    row = {
        "id": wave_id, "company_id": company_id, "warehouse_id": warehouse_id, "number": number,
        "released_at": work.now, "released_by": work.actor.name,
    }
    insert_rows(work, Wave, [row])
    return wave_id, number


def _open_shipments(work: UnitOfWork, branch_id: UUID, lines: Sequence[LockedDemand]) -> dict[UUID, UUID]:
    """One shipment for each origin; name and address are written down as they are today."""
    first: dict[UUID, LockedDemand] = {}
    for line in lines:
        known = first.get(line.origin_id)
        if known is None or line.promised_on < known.promised_on:
            first[line.origin_id] = line
    shipments = {origin_id: new_id() for origin_id in first}
    rows = [
        {
            "id": shipments[origin_id], "company_id": line.company_id, "number": number, "branch_id": branch_id,
            "warehouse_id": line.warehouse_id, "origin_kind": line.origin_kind, "origin_id": origin_id,
            "origin_number": line.origin_number, "promised_on": line.promised_on,
            **{f"consignee_{part}": (line.consignee or {}).get(part, "") for part in CONSIGNEE},
            "carrier_id": line.carrier_id, "created_at": work.now,
        }
        for (origin_id, line), number in zip(
            first.items(), draw_numbers(work, "shipment", len(first)), strict=True
        )
    ]
    insert_rows(work, Shipment, rows)
    return shipments


def _write_tasks(
    work: UnitOfWork,
    wave_id: UUID,
    shipments: Mapping[UUID, UUID],
    lines: Mapping[UUID, LockedDemand],
    shares: Sequence[Share],
) -> list[UUID]:
    """The pick list, numbered in the order of the walk."""
    walk = sorted(shares, key=lambda share: (share.balance.walk, share.balance.item_id, share.balance.id))
    task_ids = [new_id() for _ in walk]
    rows = [
        {
            "id": task_id, "company_id": lines[share.demand_line_id].company_id, "wave_id": wave_id,
            "shipment_id": shipments[lines[share.demand_line_id].origin_id],
            "demand_line_id": share.demand_line_id, "stock_balance_id": share.balance.id,
            "item_id": share.balance.item_id, "bin_id": share.balance.bin_id, "lot_id": share.balance.lot_id,
            "sequence": sequence, "qty": share.qty,
        }
        for sequence, (task_id, share) in enumerate(zip(task_ids, walk, strict=True), start=1)
    ]
    insert_rows(work, PickTask, rows)
    return task_ids
