"""Matching a bill with what came: pure arithmetic over receipt lines and billed lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from erp.finance.wording import amount_text, qty_text
from erp.kernel.errors import Refused
from erp.kernel.money import round_amount


@dataclass(frozen=True)
class ReceivedGoods:
    """A receipt line that is not fully billed."""

    grni_item_id: UUID
    text: str
    open_qty: Decimal
    open_amount: Decimal


@dataclass(frozen=True)
class BilledGoods:
    """What the supplier bills for a receipt line."""

    index: int
    grni_item_id: UUID
    qty: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Tolerance:
    """How far a bill may exceed what came: in quantity before it is refused, in price before it is held."""

    qty_percent: Decimal
    price_percent: Decimal


@dataclass(frozen=True)
class MatchedLine:
    """A billed line beside its receipt: ``difference_amount`` is what it costs more (or less) than received."""

    index: int
    grni_item_id: UUID
    matched_qty: Decimal
    received_amount: Decimal
    difference_amount: Decimal
    exception: str


def match_goods(
    billed: Sequence[BilledGoods],
    received: Mapping[UUID, ReceivedGoods],
    tolerance: Tolerance,
    minor_units: int = 2,
) -> list[MatchedLine]:
    """Set each billed line beside its receipt line.

    Rounding: the received amount of a part is its share of what is open, half up; the last part takes the rest.
    Raises: Refused where a receipt line is fully billed, named twice, or billed for more than came.
    """
    matched = []
    seen: set[UUID] = set()
    for line in billed:
        goods = received[line.grni_item_id]
        if goods.grni_item_id in seen:
            raise Refused(
                "%(text)s is billed twice on this bill. Enter one line for each receipt line.",
                field=f"lines-{line.index}-qty", text=goods.text,
            )
        seen.add(goods.grni_item_id)
        if goods.open_qty == 0:
            raise Refused(
                "%(text)s is fully billed already. Take the line off, or ask the supplier what it is for.",
                field=f"lines-{line.index}-qty", text=goods.text,
            )
        matched.append(_match(line, goods, tolerance, minor_units))
    return matched


def _match(line: BilledGoods, goods: ReceivedGoods, tolerance: Tolerance, minor_units: int) -> MatchedLine:
    if line.qty > goods.open_qty * (1 + tolerance.qty_percent / 100):
        raise Refused(
            "%(text)s: %(qty)s billed, but only %(open_qty)s received and not billed yet. Receive the rest first, or "
            "enter the quantity that came and ask the supplier for a credit.",
            field=f"lines-{line.index}-qty", text=goods.text, qty=qty_text(line.qty),
            open_qty=qty_text(goods.open_qty),
        )
    matched_qty = min(line.qty, goods.open_qty)
    received_amount = (
        goods.open_amount
        if matched_qty == goods.open_qty
        else round_amount(goods.open_amount * matched_qty / goods.open_qty, minor_units)
    )
    difference = line.amount - received_amount
    exception = ""
    if difference > received_amount * tolerance.price_percent / 100:
        exception = f"{goods.text}: billed {amount_text(line.amount)}, ordered at {amount_text(received_amount)}"
    return MatchedLine(line.index, goods.grni_item_id, matched_qty, received_amount, difference, exception)
