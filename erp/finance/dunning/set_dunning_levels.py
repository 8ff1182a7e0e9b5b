"""Set the levels of dunning: from how many days overdue a customer is reminded, how, and for what fee."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete

from erp.finance.dunning.models import DunningLevel
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

MOST_LEVELS = 9


@dataclass(frozen=True)
class LevelDraft:
    """One level; the fee is an amount, a per cent of the item's original amount, or both together."""

    overdue_days: int
    fee_amount: Decimal = ZERO
    fee_percent: Decimal = ZERO
    wording: str = ""


def set_dunning_levels(work: UnitOfWork, company_id: UUID, levels: Sequence[LevelDraft]) -> None:
    """Replace the company's levels by these, the first being level 1; reminders already made stay as they are.

    Raises: Forbidden; Refused where a level does not come later than the one before.
    """
    work.require("finance.dunning.set_levels")
    if len(levels) > MOST_LEVELS:
        raise Refused("There are at most nine levels.")
    days = -1
    for n, level in enumerate(levels):
        if not 0 <= level.overdue_days <= 3650 or level.overdue_days <= days:
            raise Refused("Each level comes later than the one before.", field=f"lines-{n}-overdue_days")
        if level.fee_amount < 0 or not 0 <= level.fee_percent <= 100:
            raise Refused("A fee is an amount or a per cent from zero up.", field=f"lines-{n}-fee_amount")
        days = level.overdue_days
    work.execute(delete(DunningLevel).where(DunningLevel.company_id == company_id))
    insert_rows(
        work,
        DunningLevel,
        [
            {"id": new_id(), "company_id": company_id, "level": n, **vars(level), "wording": level.wording.strip()}
            for n, level in enumerate(levels, start=1)
        ],
    )
