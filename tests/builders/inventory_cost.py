"""Valued receipts and issues without their documents, for tests of the cost ledger alone.

Each step tells the books the value it moved, as a stock adjustment would, so that the guard of the inventory
accounts is content.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.events import AdjustedLine, StockAdjusted
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.valuation.consume import IssueQuantity, consume_cost
from erp.inventory.valuation.give_back import GivenBack, give_back_cost
from erp.inventory.valuation.receive import ReceiptValue, value_receipts
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import BuiltWarehouse


@dataclass(frozen=True)
class Valued:
    """A line of the cost ledger: the source line it stands for, and its amount."""

    line_id: UUID
    amount: Decimal


def receive(work: UnitOfWork, place: BuiltWarehouse, item_id: UUID, qty: str, amount: str) -> Valued:
    """Goods come in at an amount, as a goods receipt line brings them."""
    line_id, event_id = new_id(), work.reserve_event_id()
    _move(work, place, item_id, Decimal(qty), "receipt", line_id, event_id)
    value = ReceiptValue(
        line_id, place.company_id, item_id, place.id, Decimal(qty), Decimal(amount), work.now.date(),
        "goods_receipt", line_id,
    )
    cost = value_receipts(work, [value], event_id)[line_id]
    _tell_the_books(work, place, item_id, cost.family_id, Decimal(qty), cost.stock_amount)
    return Valued(line_id, cost.stock_amount)


def issue(work: UnitOfWork, place: BuiltWarehouse, item_id: UUID, qty: str) -> Valued:
    """Goods leave, as a shipment line takes them."""
    line_id, event_id = new_id(), work.reserve_event_id()
    _move(work, place, item_id, -Decimal(qty), "shipment", line_id, event_id)
    wanted = IssueQuantity(
        line_id, place.company_id, item_id, place.id, Decimal(qty), work.now.date(), "shipment", line_id
    )
    cost = consume_cost(work, [wanted], event_id)[line_id]
    _tell_the_books(work, place, item_id, cost.family_id, -Decimal(qty), -cost.amount)
    return Valued(line_id, cost.amount)


def give_back(
    work: UnitOfWork, place: BuiltWarehouse, item_id: UUID, qty: str, original: UUID | None = None
) -> Valued:
    """Goods come back, as a return receipt line brings them."""
    line_id, event_id = new_id(), work.reserve_event_id()
    _move(work, place, item_id, Decimal(qty), "customer_return", line_id, event_id)
    back = GivenBack(
        line_id, place.company_id, item_id, place.id, Decimal(qty), work.now.date(), "return_receipt", line_id,
        original,
    )
    cost = give_back_cost(work, [back], event_id)[line_id]
    _tell_the_books(work, place, item_id, cost.family_id, Decimal(qty), cost.amount)
    return Valued(line_id, cost.amount)


def layers_of(work: UnitOfWork, item_id: UUID) -> list[tuple[Decimal, Decimal]]:
    """What is left in the item's layers, as (quantity, value), in the order in which they will be used."""
    rows = work.execute(
        text(
            "SELECT qty_remaining, value_remaining FROM inventory.cost_layer "
            "WHERE item_id = :item_id AND qty_remaining > 0 ORDER BY queue_id, id"
        ),
        {"item_id": item_id},
    )
    return [(row.qty_remaining, row.value_remaining) for row in rows]


def _tell_the_books(
    work: UnitOfWork, place: BuiltWarehouse, item_id: UUID, family_id: UUID, qty: Decimal, amount: Decimal
) -> None:
    line = AdjustedLine(new_id(), item_id, family_id, qty, amount)
    work.publish(
        StockAdjusted(
            place.company_id, work.now.date(), new_id(), "SA-TEST", place.branch_id, place.id, "correction", (line,)
        )
    )
    work.settle()


def _move(
    work: UnitOfWork, place: BuiltWarehouse, item_id: UUID, qty: Decimal, kind: str, line_id: UUID, event_id: UUID
) -> None:
    movement = Movement(
        company_id=place.company_id, item_id=item_id, warehouse_id=place.id, bin_id=place.bin_id, qty=qty,
        kind=kind, occurred_on=work.now.date(), source_kind=kind, source_id=line_id, source_line_id=line_id,
        source_event_id=event_id,
    )
    record_movements(work, [movement])
