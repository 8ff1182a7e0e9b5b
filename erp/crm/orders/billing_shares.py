"""What a shipment makes billable: the price of the goods that left, and its share of the order's charges.

Pure functions. Shares are cumulative: what was billed before is subtracted from what should be billed by now, so that
all the parts of a line add up to the line's amount exactly, whatever the number of shipments.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from erp.kernel.money import ZERO, round_amount


class OrderLine(Protocol):
    """As much of an order line as billing needs."""

    id: Any
    kind: Any
    is_stocked: Any
    qty: Any
    qty_shipped: Any
    qty_cancelled: Any
    amount: Any
    amount_billed: Any
    net_unit_price: Any


@dataclass(frozen=True)
class Share:
    """A part of an order line that has become billable."""

    order_line_id: UUID
    shipment_line_id: UUID | None
    qty: Decimal
    net_unit_price: Decimal
    amount: Decimal


@dataclass
class Progress:
    """Where a line stands after the shares given out so far."""

    qty_shipped: Decimal
    amount_billed: Decimal


def share_shipment(
    lines: Sequence[OrderLine],
    shipped: Iterable[tuple[UUID, UUID, Decimal]],
    *,
    charge_billing: str,
    minor_units: int,
) -> tuple[list[Share], dict[UUID, Progress]]:
    """The shares of one shipment, given as (shipment line, order line, base quantity), and where each line stands.

    Charges and services follow the goods: with ``first_shipment`` they are billed whole with the first one; with
    ``by_value`` in proportion to the goods' amount, the last shipment taking the remainder.

    Rounding: each cumulative amount half up to the minor unit.
    """
    by_id = {line.id: line for line in lines}
    progress = {line.id: Progress(line.qty_shipped, line.amount_billed) for line in lines}
    shares = []
    for shipment_line_id, order_line_id, qty in shipped:
        line, done = by_id[order_line_id], progress[order_line_id]
        done.qty_shipped += qty
        due = _due(line, done.qty_shipped, minor_units)
        shares.append(Share(line.id, shipment_line_id, qty, line.net_unit_price, due - done.amount_billed))
        done.amount_billed = due
    shares += _charges(lines, progress, charge_billing, minor_units)
    return shares, progress


def share_rest(lines: Sequence[OrderLine], *, minor_units: int) -> tuple[list[Share], dict[UUID, Progress]]:
    """What is left of charges and services, for an order whose goods are all gone or that never had any."""
    progress = {line.id: Progress(line.qty_shipped, line.amount_billed) for line in lines}
    shares = [_whole(line, progress[line.id], minor_units) for line in lines if not line.is_stocked and _is_open(line)]
    return shares, progress


def _charges(
    lines: Sequence[OrderLine], progress: Mapping[UUID, Progress], charge_billing: str, minor_units: int
) -> list[Share]:
    waiting = [line for line in lines if not line.is_stocked and _is_open(line)]
    if charge_billing == "first_shipment":
        return [_whole(line, progress[line.id], minor_units) for line in waiting]
    goods = [line for line in lines if line.is_stocked]
    wanted = sum((_kept(line, line.qty - line.qty_cancelled) for line in goods), ZERO)
    gone = sum((_kept(line, progress[line.id].qty_shipped) for line in goods), ZERO)
    is_last = all(progress[line.id].qty_shipped + line.qty_cancelled == line.qty for line in goods)
    if is_last:
        return [_whole(line, progress[line.id], minor_units) for line in waiting]
    shares = []
    for line in waiting:
        done = progress[line.id]
        due = round_amount(line.amount * gone / wanted, minor_units) if wanted else ZERO
        if due != done.amount_billed:
            amount = due - done.amount_billed
            shares.append(Share(line.id, None, Decimal(1), amount, amount))
            done.amount_billed = due
    return shares


def _whole(line: OrderLine, done: Progress, minor_units: int) -> Share:
    """Everything of a charge or service that is not billed yet; a remainder stands as one piece at its amount."""
    qty = line.qty - line.qty_shipped - line.qty_cancelled
    due = _due(line, line.qty - line.qty_cancelled, minor_units)
    amount = due - done.amount_billed
    is_remainder = done.amount_billed != 0
    done.qty_shipped, done.amount_billed = line.qty_shipped + qty, due
    if is_remainder:
        return Share(line.id, None, Decimal(1), amount, amount)
    return Share(line.id, None, qty, line.net_unit_price, amount)


def _is_open(line: OrderLine) -> bool:
    return bool(line.qty_shipped + line.qty_cancelled < line.qty)


def _due(line: OrderLine, qty_shipped: Decimal, minor_units: int) -> Decimal:
    """What should be billed of a line once so much of it is gone."""
    return round_amount(_kept(line, qty_shipped), minor_units)


def _kept(line: OrderLine, qty: Decimal) -> Decimal:
    amount: Decimal = line.amount * qty / line.qty
    return amount
