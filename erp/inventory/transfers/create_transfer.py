"""Plan a transfer: goods of one warehouse shall go to another of the same company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.catalog.queries import items, unit_factors
from erp.inventory.locations.queries import warehouse
from erp.inventory.transfers.models import TransferLine, TransferOrder
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.quantity import to_base
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class TransferRequest:
    """So many of a unit, from one bin, and of one lot where the item is kept by lot."""

    item_id: UUID
    from_bin_id: UUID
    qty: Decimal
    unit: str | None = None  # None: the item's base unit
    lot_id: UUID | None = None


def create_transfer(
    work: UnitOfWork,
    *,
    from_warehouse_id: UUID,
    to_warehouse_id: UUID,
    lines: Sequence[TransferRequest],
    requested_on: date,
    note: str = "",
) -> UUID:
    """A draft transfer order stands; nothing has moved yet and nothing is promised.

    Units: each line in the unit it names, converted exactly to base units.
    Raises: NotFound; Refused for warehouses of two companies, an inexact quantity, or a bin that is not the sender's.
    """
    sender, receiver = warehouse(work.session, from_warehouse_id), warehouse(work.session, to_warehouse_id)
    work.require("inventory.transfer.create", sender.branch_id)
    if sender.id == receiver.id:
        raise Refused("Choose another warehouse to send to: these are the same.", field="to_warehouse_id")
    if sender.company_id != receiver.company_id:
        raise Refused(
            "The warehouses belong to two companies. Goods go between companies by a sale and a purchase.",
            field="to_warehouse_id",
        )
    if not lines:
        raise Refused("The transfer has no lines. Enter what shall be sent.")
    rows = _line_rows(work, sender.id, lines)
    order_id = new_id()
    (number,) = draw_numbers(work, "transfer_order")
    header = {
        "id": order_id,
        "company_id": sender.company_id,
        "number": number,
        "from_warehouse_id": sender.id,
        "to_warehouse_id": receiver.id,
        "status": "draft",
        "requested_on": requested_on,
        "note": note.strip(),
        "created_by": work.actor.name,
    }
    insert_rows(work, TransferOrder, [header])
    insert_rows(work, TransferLine, [{"transfer_order_id": order_id, **row} for row in rows])
    return order_id


def _line_rows(work: UnitOfWork, warehouse_id: UUID, lines: Sequence[TransferRequest]) -> list[dict[str, object]]:
    known = items(work.session, {line.item_id for line in lines})
    factors = {
        (factor.item_id, factor.unit): factor
        for item_factors in unit_factors(work.session, set(known)).values()
        for factor in item_factors
    }
    bins, lots = _known_places(work, warehouse_id, lines)
    rows: list[dict[str, object]] = []
    for n, line in enumerate(lines):
        item = known.get(line.item_id)
        if item is None:
            raise NotFound("There is no such item. Choose one from the list.", field=f"lines-{n}-item")
        if line.from_bin_id not in bins:
            raise NotFound("%(sku)s: the sending warehouse has no such bin.", field=f"lines-{n}-bin", sku=item.sku)
        if (item.tracking != "none") != ((line.item_id, line.lot_id) in lots):
            needs = "name the lot" if item.tracking != "none" else "it is not kept by lot"
            raise Refused("%(sku)s: %(needs)s.", field=f"lines-{n}-lot", sku=item.sku, needs=needs)
        unit = line.unit or item.base_unit
        factor = factors.get((item.id, unit))
        if factor is None:
            raise Refused(
                "%(sku)s has no unit %(unit)s. Choose one of its units.",
                field=f"lines-{n}-unit", sku=item.sku, unit=unit,
            )
        if line.qty <= 0:
            raise Refused("%(sku)s: the quantity must be above zero.", field=f"lines-{n}-qty", sku=item.sku)
        rows.append(
            {
                "id": new_id(),
                "position": n + 1,
                "item_id": item.id,
                "lot_id": line.lot_id,
                "from_bin_id": line.from_bin_id,
                "entered_qty": line.qty,
                "unit": unit,
                "qty": to_base(line.qty, factor.numerator, factor.denominator, item.qty_quantum),
            }
        )
    return rows


def _known_places(
    work: UnitOfWork, warehouse_id: UUID, lines: Sequence[TransferRequest]
) -> tuple[set[UUID], set[tuple[UUID, UUID | None]]]:
    row = work.execute(
        text(
            "SELECT ARRAY(SELECT id FROM inventory.bin WHERE warehouse_id = :warehouse_id "
            "    AND id = ANY(CAST(:bins AS uuid[]))) AS bins, "
            "  (SELECT coalesce(json_agg(json_build_array(item_id, id)), '[]') FROM inventory.lot "
            "    WHERE id = ANY(CAST(:lots AS uuid[]))) AS lots"
        ),
        {
            "warehouse_id": warehouse_id,
            "bins": [line.from_bin_id for line in lines],
            "lots": [line.lot_id for line in lines if line.lot_id],
        },
    ).one()
    return set(row.bins), {(UUID(item_id), UUID(lot_id)) for item_id, lot_id in row.lots}
