"""Sharing a late charge over receipt lines."""

from decimal import Decimal

import pytest

from erp.inventory.valuation.landed_cost import ChargedLine, split_charge
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id

HEAVY = ChargedLine(new_id(), Decimal(10), Decimal("50.00"), Decimal(30), Decimal("0.75"))
LIGHT = ChargedLine(new_id(), Decimal(20), Decimal("150.00"), Decimal(10), Decimal("0.25"))


@pytest.mark.parametrize(
    ("split", "shares"),
    [
        ("equal", ["5.01", "5.00"]),
        ("quantity", ["3.34", "6.67"]),
        ("value", ["2.50", "7.51"]),
        ("weight", ["7.51", "2.50"]),
        ("volume", ["7.51", "2.50"]),
    ],
)
def test_the_shares_add_up(split: str, shares: list[str]) -> None:
    costs = split_charge(Decimal("10.01"), [HEAVY, LIGHT], split)
    assert [cost.amount for cost in costs] == [Decimal(share) for share in shares]


def test_what_a_charge_is_shared_by_must_be_known() -> None:
    with pytest.raises(Refused, match="weight"):
        split_charge(Decimal(10), [ChargedLine(new_id(), Decimal(1), Decimal(1))], "weight")
    with pytest.raises(Refused, match="volume"):
        split_charge(Decimal(10), [ChargedLine(new_id(), Decimal(1), Decimal(1), Decimal(1))], "volume")
    with pytest.raises(Refused, match="shared by one of"):
        split_charge(Decimal(10), [HEAVY], "colour")
    with pytest.raises(Refused, match="Name the receipts"):
        split_charge(Decimal(10), [], "equal")
