"""Keep prices that a person sets or lowers within what that person's role may give away."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.crm.pricing.waterfall import PricedLine
from erp.kernel.actor import Actor
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
    refusals = refused_discounts(work.session, work.actor, company_id, priced)
    if refusals:
        raise refusals[min(refusals)]


def refused_discounts(
    session: Session, actor: Actor, company_id: UUID, priced: Sequence[tuple[int, PricedLine]]
) -> dict[int, Refused]:
    """What would be refused to this actor, by line number."""
    touched = [
        (number, line)
        for number, line in priced
        if line.discount_percent or (line.steps and line.steps[-1].step == "override")
    ]
    if not touched:
        return {}
    refusals: dict[int, Refused] = {}
    for number, line in touched:
        refusal = _override_refusal(actor, number, line)
        if refusal is not None:
            refusals[number] = refusal
    if actor.is_system or actor.may("crm.price.unlimited"):
        return refusals
    limit = session.scalar(
        text(
            "SELECT coalesce(max(max_percent), 0) FROM crm.discount_limit "
            "WHERE company_id = :company AND role = ANY(CAST(:roles AS text[]))"
        ),
        {"company": company_id, "roles": sorted(actor.roles)},
    )
    for number, line in touched:
        given = line.given_away_percent or Decimal(0)
        if number not in refusals and given > (limit or Decimal(0)):
            refusals[number] = Forbidden(
                "Line %(number)s goes %(given)s %% below its price of %(calculated_price)s; your limit is "
                "%(normalize)s %%. Ask somebody with a higher limit to enter it.",
                field=f"lines-{number}-discount_percent", number=number + 1, given=f"{given:.2f}",
                calculated_price=_shown(line.calculated_price),
                normalize=f"{(limit or Decimal(0)).normalize():f}",
            )
    return refusals


def _override_refusal(actor: Actor, number: int, line: PricedLine) -> Refused | None:
    """A price set by hand wants a reason and a permission."""
    if line.steps[-1].step != "override":
        return None
    if not line.steps[-1].text.strip():
        return Refused(
            "A price of your own needs a reason: it is kept on the line.", field=f"lines-{number}-reason"
        )
    needed = "crm.price.override" if line.calculated_price is not None else "crm.price.set_without_list"
    if actor.may(needed):
        return None
    return Forbidden(
        "You are not allowed to do this (%(needed)s). Ask an administrator for a role that is.",
        field=f"lines-{number}-unit_price", needed=needed,
    )


def _shown(price: Decimal | None) -> str:
    """A unit price as pages show it: at least two places, no idle zeros after them."""
    if price is None:
        return ""
    trimmed = price.normalize()
    return f"{trimmed:,f}" if -int(trimmed.as_tuple().exponent) > 2 else f"{trimmed:,.2f}"
