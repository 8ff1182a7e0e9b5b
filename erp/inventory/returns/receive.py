"""Receive a return: goods a customer sent back are here, in inspection, at what they originally cost."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.events import ReturnedLine, ReturnReceived
from erp.inventory.returns.check_returned import NotExpected, check_quantity, lock_expected, lot_of_returned
from erp.inventory.returns.models import ReturnReceipt, ReturnReceiptLine
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.valuation.give_back import GivenBack, GivenBackCost, give_back_cost
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


@dataclass(frozen=True)
class ReturnedGoods:
    """What was counted of one expectation (base units); the lot where it is not the one that was shipped."""

    expectation_id: UUID
    qty: Decimal
    lot_id: UUID | None = None


@dataclass(frozen=True)
class ReceivedReturn:
    """The return receipt, its lines in the order given, and what the goods are worth."""

    id: UUID
    number: str
    line_ids: Sequence[UUID]
    cost_amount: Decimal


@dataclass(frozen=True)
class _Arrived:
    """Counted goods beside what was expected of them."""

    line_id: UUID
    receipt_id: UUID
    expected: Row[Any]
    qty: Decimal
    lot_id: UUID | None
    bin_id: UUID

    def movement(self, occurred_on: date, event_id: UUID) -> Movement:
        """Into the returns bin, in inspection."""
        return Movement(
            company_id=self.expected.company_id,
            item_id=self.expected.item_id,
            warehouse_id=self.expected.warehouse_id,
            bin_id=self.bin_id,
            lot_id=self.lot_id,
            status="inspection",
            qty=self.qty,
            kind="customer_return",
            occurred_on=occurred_on,
            source_kind="return_receipt",
            source_id=self.receipt_id,
            source_line_id=self.line_id,
            source_event_id=event_id,
        )

    def given_back(self, occurred_on: date) -> GivenBack:
        """At the cost of the line they had left with."""
        return GivenBack(
            key=self.line_id,
            company_id=self.expected.company_id,
            item_id=self.expected.item_id,
            warehouse_id=self.expected.warehouse_id,
            qty=self.qty,
            occurred_on=occurred_on,
            source_kind="return_receipt_line",
            source_line_id=self.line_id,
            original_source_line_id=self.expected.original_shipment_line_id,
            lot_id=self.lot_id,
        )


def receive_return(work: UnitOfWork, goods: Sequence[ReturnedGoods], *, occurred_on: date) -> ReceivedReturn:
    """Take in goods of one RMA: they stand in the returns bin, in inspection, valued at the cost they left with.

    A part of an issue comes back at its mean, or at today's average where the company chose so; goods without an
    original sale at the item's current cost.

    Units: base units.
    Rounding: per line, half up, so that the parts of one issue add up to it (see ``give_back_cost``).
    Raises: NotFound; Forbidden; NotExpected for more than may still come back, another lot than was shipped, or
    several RMAs at once; Refused for a quantity the item is not counted in, a missing lot, a warehouse without a
    returns bin.
    Effects: stock movements and cost entries; ReturnReceived: the books take the goods back from cost of goods sold.
    """
    if not goods:
        raise Refused("Nothing was counted. Enter what came back.", field="lines")
    expected = lock_expected(work, [line.expectation_id for line in goods])
    received: dict[UUID, Decimal] = defaultdict(Decimal)
    lots: list[UUID | None] = []
    for line in goods:
        row = expected.get(line.expectation_id)
        if row is None:
            raise NotFound("This return is not expected here.")
        received[row.id] += line.qty
        check_quantity(row, line.qty, received[row.id])
        lots.append(lot_of_returned(row, line.lot_id, line.qty))
    first = expected[goods[0].expectation_id]
    if {(row.origin_id, row.warehouse_id) for row in expected.values()} != {(first.origin_id, first.warehouse_id)}:
        raise NotExpected("Receive the goods of one RMA at a time.")
    place = work.execute(_PLACE, {"warehouse": first.warehouse_id}).one()
    work.require("inventory.return.receive", place.branch_id)
    if place.returns_bin_id is None:
        raise Refused("The warehouse has no returns bin. Add one to it first.")

    receipt_id, number = new_id(), draw_numbers(work, "return_receipt")[0]
    line_ids = [new_id() for _ in goods]
    event_id = work.reserve_event_id()
    work.execute(_RECEIVE, {"ids": list(received), "quantities": list(received.values())})
    arrived = [
        _Arrived(line_id, receipt_id, expected[line.expectation_id], line.qty, lot_id, place.returns_bin_id)
        for line_id, line, lot_id in zip(line_ids, goods, lots, strict=True)
    ]
    record_movements(work, [each.movement(occurred_on, event_id) for each in arrived])
    costs = give_back_cost(
        work, [each.given_back(occurred_on) for each in arrived], event_id,
        at_current_cost=place.return_cost == "current",
    )
    header = {
        "id": receipt_id, "company_id": first.company_id, "number": number, "branch_id": place.branch_id,
        "warehouse_id": first.warehouse_id, "origin_kind": first.origin_kind, "origin_id": first.origin_id,
        "origin_number": first.origin_number, "consignor_name": first.consignor_name, "received_on": occurred_on,
        "received_at": work.now, "received_by": work.actor.name,
    }
    insert_rows(work, ReturnReceipt, [header])
    insert_rows(work, ReturnReceiptLine, _lines(arrived, costs))
    work.publish(
        ReturnReceived(
            company_id=first.company_id,
            occurred_on=occurred_on,
            return_receipt_id=receipt_id,
            number=number,
            origin_kind=first.origin_kind,
            origin_id=first.origin_id,
            branch_id=place.branch_id,
            warehouse_id=first.warehouse_id,
            lines=tuple(
                ReturnedLine(
                    return_receipt_line_id=each.line_id,
                    origin_line_id=each.expected.origin_line_id,
                    item_id=each.expected.item_id,
                    family_id=costs[each.line_id].family_id,
                    qty=each.qty,
                    cost_amount=costs[each.line_id].amount,
                )
                for each in arrived
            ),
        )
    )
    return ReceivedReturn(receipt_id, number, line_ids, sum((cost.amount for cost in costs.values()), ZERO))


_PLACE = text("""
    SELECT w.branch_id,
           (SELECT b.id FROM inventory.bin b WHERE b.warehouse_id = w.id AND b.kind = 'returns' AND b.status = 'active'
            ORDER BY b.pick_sequence, b.code LIMIT 1) AS returns_bin_id,
           (SELECT s.value #>> '{}' FROM organization.company_setting s
            WHERE s.company_id = w.company_id AND s.key = 'customer_return_cost') AS return_cost
    FROM inventory.warehouse w WHERE w.id = :warehouse""")

_RECEIVE = text("""
    UPDATE inventory.return_expectation e SET qty_received = e.qty_received + given.qty
    FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty) WHERE e.id = given.id""")


def _lines(arrived: Sequence[_Arrived], costs: Mapping[UUID, GivenBackCost]) -> list[dict[str, object]]:
    return [
        {
            "id": goods.line_id, "company_id": goods.expected.company_id, "receipt_id": goods.receipt_id,
            "position": position, "expectation_id": goods.expected.id,
            "origin_line_id": goods.expected.origin_line_id, "item_id": goods.expected.item_id,
            "lot_id": goods.lot_id, "bin_id": goods.bin_id, "qty": goods.qty,
            "cost_amount": costs[goods.line_id].amount,
        }
        for position, goods in enumerate(arrived, start=1)
    ]
