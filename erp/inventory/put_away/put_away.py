"""Received goods leave the receiving bin for the bin they will be picked from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.stock.record import Movement, record_movements
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PutAwayLine:
    """Some or all of one stock balance goes to another bin. Units: base units of the item."""

    stock_balance_id: UUID
    to_bin_id: UUID
    qty: Decimal


def put_away(work: UnitOfWork, warehouse_id: UUID, lines: Sequence[PutAwayLine], *, occurred_on: date) -> UUID:
    """Move goods between bins of one warehouse; their value, lot and status stay. Returns the put-away's id.

    Raises: NotFound for a balance or bin of another warehouse; Refused for more than is free there (goods that a
    pick task holds stay where the picker will look for them), or for a bin that is not for storage.
    """
    warehouse = work.execute(
        text("SELECT company_id, branch_id FROM inventory.warehouse WHERE id = :id"), {"id": warehouse_id}
    ).one_or_none()
    if warehouse is None:
        raise NotFound("There is no such warehouse.")
    work.require("inventory.put_away.create", warehouse.branch_id)
    if not lines:
        raise Refused("Enter what is put away: at least one line.", field="lines")
    balances = _read_balances(work, warehouse_id, {line.stock_balance_id for line in lines})
    bins = _read_bins(work, warehouse_id, {line.to_bin_id for line in lines})
    put_away_id, movements = new_id(), []
    for number, line in enumerate(lines):
        balance = _check(line, balances.get(line.stock_balance_id), bins.get(line.to_bin_id), f"lines-{number}")
        movements += _both_ways(put_away_id, line, balance, occurred_on)
    record_movements(work, movements)
    return put_away_id


def _read_balances(work: UnitOfWork, warehouse_id: UUID, ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    rows = work.execute(
        text("""SELECT b.id, b.company_id, b.item_id, b.warehouse_id, b.bin_id, b.lot_id, b.status, b.owner_id,
                       i.qty_quantum, i.sku
                FROM inventory.stock_balance b JOIN inventory.item i ON i.id = b.item_id
                WHERE b.warehouse_id = :warehouse AND b.id = ANY(CAST(:ids AS uuid[]))"""),
        {"warehouse": warehouse_id, "ids": list(ids)},
    )
    return {row.id: row for row in rows}


def _read_bins(work: UnitOfWork, warehouse_id: UUID, ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    rows = work.execute(
        text("""SELECT id, code, kind, status FROM inventory.bin
                WHERE warehouse_id = :warehouse AND id = ANY(CAST(:ids AS uuid[]))"""),
        {"warehouse": warehouse_id, "ids": list(ids)},
    )
    return {row.id: row for row in rows}


def _check(line: PutAwayLine, balance: Row[Any] | None, target: Row[Any] | None, field: str) -> Row[Any]:
    if balance is None:
        raise NotFound("There is no such stock in this warehouse.", field=field)
    if target is None or target.status != "active":
        raise NotFound("There is no such bin in this warehouse, or it is closed.", field=f"{field}-to_bin_id")
    if target.kind != "storage":
        raise Refused(
            "Bin %(code)s is not for storage. Choose a storage bin.",
            field=f"{field}-to_bin_id", code=target.code,
        )
    if target.id == balance.bin_id:
        raise Refused(
            "%(sku)s stands in %(code)s already.",
            field=f"{field}-to_bin_id", sku=balance.sku, code=target.code,
        )
    if line.qty <= 0 or line.qty % balance.qty_quantum:
        raise Refused(
            "Put away a multiple of %(normalize)s of %(sku)s, more than nothing.",
            field=f"{field}-qty", normalize=f"{balance.qty_quantum.normalize():f}", sku=balance.sku,
        )
    return balance


def _both_ways(put_away_id: UUID, line: PutAwayLine, balance: Row[Any], occurred_on: date) -> list[Movement]:
    return [
        Movement(
            company_id=balance.company_id,
            item_id=balance.item_id,
            warehouse_id=balance.warehouse_id,
            bin_id=bin_id,
            lot_id=balance.lot_id,
            status=balance.status,
            owner_id=balance.owner_id,
            qty=qty,
            kind="put_away",
            occurred_on=occurred_on,
            source_kind="put_away",
            source_id=put_away_id,
        )
        for bin_id, qty in ((balance.bin_id, -line.qty), (line.to_bin_id, line.qty))
    ]
