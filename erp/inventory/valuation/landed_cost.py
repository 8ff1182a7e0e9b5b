"""Share a late charge (freight, duty, insurance) over the receipt lines it was paid for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from erp.inventory.valuation.add_receipt_cost import LateCost
from erp.kernel.errors import Refused
from erp.kernel.money import split_amount

SPLITS = ("equal", "quantity", "value", "weight", "volume")


@dataclass(frozen=True)
class ChargedLine:
    """A receipt line as a charge sees it: base units received, what they cost, weigh and take up in all."""

    goods_receipt_line_id: UUID
    qty: Decimal
    value: Decimal
    weight_kg: Decimal | None = None
    volume_m3: Decimal | None = None


def split_charge(
    amount: Decimal, lines: Sequence[ChargedLine], split: str, minor_units: int = 2
) -> list[LateCost]:
    """Each line's share of the charge, for ``add_receipt_cost``.

    Rounding: the shares add up to the amount; odd minor units go to the largest remainders.
    Raises: Refused for an unknown split, no line, or a split by weight or value that the lines do not have.
    """
    if split not in SPLITS:
        raise Refused("A charge is shared by one of %(splits)s.", field="split", splits=', '.join(SPLITS))
    if not lines:
        raise Refused("Name the receipts the charge was paid for.", field="receipts")
    weights = [_weight(line, split) for line in lines]
    if not any(weights):
        raise Refused(
            "The receipts have no %(split)s to share the charge by. Share it by quantity.",
            field="split", split=split,
        )
    parts = split_amount(amount, weights, minor_units)
    return [LateCost(line.goods_receipt_line_id, part) for line, part in zip(lines, parts, strict=True) if part]


def _weight(line: ChargedLine, split: str) -> Decimal:
    if split == "equal":
        return Decimal(1)
    if split == "quantity":
        return line.qty
    if split == "value":
        return line.value
    measure = line.weight_kg if split == "weight" else line.volume_m3
    if measure is None:
        raise Refused(
            "An item without a %(split)s cannot bear a charge by %(split)s. Enter its %(split)s.",
            field="split", split=split,
        )
    return measure
