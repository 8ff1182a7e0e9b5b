"""Tax on purchases that may not be deducted, or only in part: a pure function."""

from collections.abc import Sequence
from decimal import Decimal

from erp.kernel.money import round_amount, split_amount


def bear_tax(
    amounts: Sequence[Decimal], tax_amount: Decimal, deductible_percent: Decimal, minor_units: int
) -> tuple[Decimal, list[Decimal]]:
    """The tax that may be deducted, and what of the rest each line of a bill bears, by its amount.

    What may not be deducted is a cost of what was bought.

    Rounding: the deductible part half up; the shares add up to the rest, odd cents to the largest remainders.
    """
    deductible = round_amount(tax_amount * deductible_percent / 100, minor_units)
    return deductible, split_amount(tax_amount - deductible, amounts, minor_units)
