"""Take a stored line apart again: into what was entered, a price that stays as it is, or the steps to its price."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from erp.crm.pricing.entry import FrozenPrice, LineEntry
from erp.crm.pricing.waterfall import Step
from erp.kernel.plain import from_plain


def stored_steps(lines: Iterable[Any]) -> dict[UUID, list[Step]]:
    """The price waterfall of each line, by the line's id."""
    return {line.id: [from_plain(Step, step) for step in line.price_waterfall] for line in lines}


def entry_of(line: Any, *, freeze: bool = False) -> LineEntry:
    """The entry from which a quote or order line came, to be priced again.

    A price set by hand stays set; a price that was promised (``price_is_fixed``), or any price when ``freeze`` is
    asked for, is taken over as it stands with its waterfall.
    """
    steps = line.price_waterfall
    promotion_id: UUID | None = getattr(line, "promotion_id", None)
    set_by_hand = promotion_id is not None or line.kind == "charge" or bool(steps and steps[-1]["step"] == "override")
    frozen = None
    if freeze or line.price_is_fixed:
        frozen = FrozenPrice(
            list_price=line.list_unit_price,
            price=line.entered_unit_price,
            discount_percent=line.discount_percent,
            net_unit_price=line.net_unit_price,
            amount=line.amount,
            waterfall=steps,
        )
    return LineEntry(
        qty=line.entered_qty,
        item_id=line.item_id,
        unit=line.unit,
        discount_percent=line.discount_percent,
        unit_price=line.entered_unit_price if set_by_hand else None,
        reason=line.override_reason,
        description=line.description,
        charge_kind=line.charge_kind,
        tax_class=line.tax_class,
        frozen=frozen,
        promotion_id=promotion_id,
    )
