"""What a report was asked: its days and its dimensions, and what may be chosen."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.accounts.queries import active_families
from erp.finance.ledger.dimensions import Dimensions
from erp.finance.reports.fiscal_year import fiscal_year_begins
from erp.organization.api import branches

_WAREHOUSES = text("SELECT id, code, name FROM inventory.warehouse WHERE company_id = :company ORDER BY code")


def chosen_dimensions(chosen: dict[str, Any]) -> Dimensions:
    """The dimensions of a parsed form."""
    return Dimensions(**{name: chosen[name] or None for name in Dimensions.__dataclass_fields__})


def month_to_date(chosen: dict[str, Any], today: date) -> tuple[date, date]:
    """The days asked for; without any, the present month up to today."""
    last_day: date = chosen["to_day"] or max(today, chosen["from_day"] or today)
    return chosen["from_day"] or last_day.replace(day=1), last_day


def dimension_options(session: Session, company_id: UUID) -> dict[str, Any]:
    """What the filters offer: the company's branches, item families and warehouses."""
    return {
        "branches": branches(session, company_id),
        "families": active_families(session, company_id),
        "warehouses": session.execute(_WAREHOUSES, {"company": company_id}).all(),
    }


def usual_ranges(session: Session, company_id: UUID, today: date) -> list[tuple[str, date, date]]:
    """Ranges that accountants ask for most: this and the last month, the fiscal year so far and the last."""
    month = today.replace(day=1)
    last_month_end = month - timedelta(days=1)
    year = fiscal_year_begins(session, company_id, today)
    last_year_end = year - timedelta(days=1)
    return [
        ("This month", month, today),
        ("Last month", last_month_end.replace(day=1), last_month_end),
        ("This fiscal year", year, today),
        ("Last fiscal year", fiscal_year_begins(session, company_id, last_year_end), last_year_end),
    ]
