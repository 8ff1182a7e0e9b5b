"""What a person, a file or a partner says of one line of a quote or order, before anything is looked up."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class FrozenPrice:
    """A price promised elsewhere (a quote) that is taken over with its history instead of being computed."""

    list_price: Decimal | None
    price: Decimal
    discount_percent: Decimal
    net_unit_price: Decimal
    amount: Decimal
    waterfall: list[dict[str, Any]]


@dataclass(frozen=True)
class LineEntry:
    """One line as entered: an item in one of its units, or a charge with a description and a price.

    Units: ``qty`` and ``unit_price`` count ``unit`` (empty: the item's base unit). ``unit_price`` sets the price by
    hand and needs a ``reason``; a charge always has one.
    """

    qty: Decimal = Decimal(1)
    item_id: UUID | None = None
    unit: str = ""
    discount_percent: Decimal = Decimal(0)
    unit_price: Decimal | None = None
    reason: str = ""
    description: str = ""
    charge_kind: str | None = None  # freight, handling, service, fee, other: makes the line a charge
    tax_class: str = ""
    frozen: FrozenPrice | None = None
    promotion_id: UUID | None = None  # goods that a promotion added, at ``unit_price``
