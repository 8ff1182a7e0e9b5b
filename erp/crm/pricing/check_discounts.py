"""Keep prices that a person sets or lowers within what that person's role may give away."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.crm.pricing.waterfall import PricedLine
from erp.kernel.errors import Forbidden, Refused
from erp.kernel.unit_of_work import UnitOfWork


def check_discounts(work: UnitOfWork, company_id: UUID, priced: Sequence[tuple[int, PricedLine]]) -> None:
    """Refuse a line that goes further below its calculated price than the actor's roles allow.

    A price set by hand needs a reason and the permission ``crm.price.override``; where no rule prices the item, there
    is nothing to compare with and ``crm.price.set_without_list`` is needed. Asks the database only where somebody
    lowered a price.

    ``priced`` pairs each line with its number as entered, counted from 0.

    Raises: Refused (no reason), Forbidden (above the limit, naming it).
    """
    touched = [
        (number, line)
        for number, line in priced
        if line.discount_percent or (line.steps and line.steps[-1].step == "override")
    ]
    if not touched:
        return
    for number, line in touched:
        if line.steps[-1].step != "override":
            continue
        if not line.steps[-1].text.strip():
            raise Refused(
                "A price of your own needs a reason: it is kept on the line.", field=f"lines-{number}-reason"
            )
        work.require("crm.price.override" if line.calculated_price is not None else "crm.price.set_without_list")
    if work.actor.is_system or work.actor.may("crm.price.unlimited"):
        return
    limit = work.session.scalar(
        text(
            "SELECT coalesce(max(max_percent), 0) FROM crm.discount_limit "
            "WHERE company_id = :company AND role = ANY(CAST(:roles AS text[]))"
        ),
        {"company": company_id, "roles": sorted(work.actor.roles)},
    )
    for number, line in touched:
        given = line.given_away_percent or Decimal(0)
        if given > (limit or Decimal(0)):
            raise Forbidden(
                f"Line {number + 1} goes {given:.2f} % below its price of {_shown(line.calculated_price)}; "
                f"your limit is {(limit or Decimal(0)).normalize():f} %. Ask somebody with a higher limit to enter it.",
                field=f"lines-{number}-discount_percent",
            )


def _shown(price: Decimal | None) -> str:
    """A unit price as pages show it: at least two places, no idle zeros after them."""
    if price is None:
        return ""
    trimmed = price.normalize()
    return f"{trimmed:,f}" if -int(trimmed.as_tuple().exponent) > 2 else f"{trimmed:,.2f}"
