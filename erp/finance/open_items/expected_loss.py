"""What will probably not be paid: each age of receivables loses the share that experience has taught.

Source: IFRS 9 B5.5.35, the provision matrix.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from erp.finance.open_items.aging import BUCKETS
from erp.kernel.money import ZERO, round_amount


@dataclass(frozen=True)
class ExpectedLoss:
    """One age: what is owed, the share expected to be lost, and the loss."""

    bucket: str
    amount: Decimal
    percent: Decimal
    loss_amount: Decimal


def expected_losses(
    amounts: Mapping[str, Decimal], settings: Mapping[str, Any], minor_units: int = 2
) -> list[ExpectedLoss]:
    """The expected loss of every age, by the company's rates.

    Rounding: each age half up; the estimate is their sum.
    """
    losses = []
    for bucket in BUCKETS:
        amount = amounts.get(bucket, ZERO)
        percent = Decimal(settings[f"expected_loss_{bucket}_percent"])
        losses.append(ExpectedLoss(bucket, amount, percent, round_amount(amount * percent / 100, minor_units)))
    return losses
