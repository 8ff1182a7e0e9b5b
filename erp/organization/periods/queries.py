"""Read posting periods."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound, Refused
from erp.organization.periods.models import SUBLEDGERS, PostingPeriod


def periods(session: Session, company_id: UUID) -> list[PostingPeriod]:
    """Every posting period of the company, latest first."""
    return list(
        session.scalars(
            select(PostingPeriod)
            .where(PostingPeriod.company_id == company_id)
            .order_by(PostingPeriod.first_day.desc())
        )
    )


def period(session: Session, period_id: UUID) -> PostingPeriod:
    """One posting period.

    Raises: NotFound
    """
    found = session.get(PostingPeriod, period_id)
    if found is None:
        raise NotFound("There is no such posting period.")
    return found


def period_of(session: Session, company_id: UUID, on: date) -> PostingPeriod:
    """The posting period in which the day falls.

    Raises: Refused where none has been opened yet.
    """
    found = session.scalar(
        select(PostingPeriod).where(
            PostingPeriod.company_id == company_id, PostingPeriod.first_day <= on, PostingPeriod.last_day >= on
        )
    )
    if found is None:
        raise Refused(
            f"There is no posting period for {on:%d %B %Y}. Open the fiscal year under Close, Posting periods."
        )
    return found


def period_state(session: Session, company_id: UUID, subledger: str, on: date) -> str:
    """Whether the day is open, soft_closed or closed for the subledger; closed where no period exists."""
    require_subledger(subledger)
    state = session.scalar(
        text(f"""SELECT {subledger}_state FROM organization.posting_period
                 WHERE company_id = :company AND :day BETWEEN first_day AND last_day"""),
        {"company": company_id, "day": on},
    )
    return state or "closed"


def first_open_date(session: Session, company_id: UUID, subledger: str, after: date) -> date:
    """The first day, not before the given one, on which the subledger takes postings: where a reversal goes.

    Raises: Refused where no later period is open.
    """
    require_subledger(subledger)
    day = session.scalar(
        text(f"""SELECT greatest(first_day, CAST(:day AS date)) FROM organization.posting_period
                 WHERE company_id = :company AND last_day >= :day AND {subledger}_state = 'open'
                 ORDER BY first_day LIMIT 1"""),
        {"company": company_id, "day": after},
    )
    if day is None:
        raise Refused(
            f"No period is open for {subledger} from {after:%d %B %Y} on. "
            "Open the next fiscal year, or reopen a period, under Close, Posting periods."
        )
    found: date = day
    return found


def fiscal_year_of(session: Session, company_id: UUID, on: date) -> int:
    """The fiscal year of the period in which the day falls.

    Raises: Refused where no period exists.
    """
    return period_of(session, company_id, on).fiscal_year


def require_subledger(subledger: str) -> None:
    """Guard the one name that reaches SQL as an identifier."""
    if subledger not in SUBLEDGERS:
        raise ValueError(f"{subledger!r} is no subledger")
