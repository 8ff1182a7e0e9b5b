"""Read posting periods."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from erp.kernel.errors import NotFound, Refused
from erp.kernel.reference import remembered
from erp.organization.periods.models import SUBLEDGERS, PostingPeriod

_FISCAL_YEAR = text("""
    SELECT fiscal_year FROM organization.posting_period
     WHERE company_id = :company AND :on BETWEEN first_day AND last_day
""")


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
            "There is no posting period for %(on)s. Open the fiscal year under Close, Posting periods.",
            on=f"{on:%d %B %Y}",
        )
    return found


def period_state(session: Session, company_id: UUID, subledger: str, on: date) -> str:
    """Whether the day is open, soft_closed or closed for the subledger; closed where no period exists."""
    state: str | None = session.scalar(
        select(_state_of(subledger)).where(
            PostingPeriod.company_id == company_id, PostingPeriod.first_day <= on, PostingPeriod.last_day >= on
        )
    )
    return state or "closed"


def first_open_date(session: Session, company_id: UUID, subledger: str, after: date) -> date:
    """The first day, not before the given one, on which the subledger takes postings: where a reversal goes.

    Raises: Refused where no later period is open.
    """
    first_day = session.scalar(
        select(PostingPeriod.first_day)
        .where(
            PostingPeriod.company_id == company_id,
            PostingPeriod.last_day >= after,
            _state_of(subledger) == "open",
        )
        .order_by(PostingPeriod.first_day)
        .limit(1)
    )
    if first_day is None:
        raise Refused(
            "No period is open for %(subledger)s from %(after)s on. Open the next fiscal year, or reopen a period, "
            "under Close, Posting periods.",
            subledger=subledger, after=f"{after:%d %B %Y}",
        )
    return max(first_day, after)


def fiscal_year_of(session: Session, company_id: UUID, on: date) -> int:
    """The fiscal year of the period in which the day falls.

    Raises: Refused where no period exists.
    """
    return remembered(
        session, ("organization.posting_period",), ("fiscal_year", company_id, on),
        lambda: _read_fiscal_year(session, company_id, on),
    )


def _read_fiscal_year(session: Session, company_id: UUID, on: date) -> int:
    year: int | None = session.scalar(_FISCAL_YEAR, {"company": company_id, "on": on})
    return period_of(session, company_id, on).fiscal_year if year is None else year


def _state_of(subledger: str) -> InstrumentedAttribute[str]:
    if subledger not in SUBLEDGERS:
        raise ValueError(f"{subledger!r} is no subledger")
    state: InstrumentedAttribute[str] = getattr(PostingPeriod, f"{subledger}_state")
    return state
