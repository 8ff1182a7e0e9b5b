"""What a report was asked: its days, its dimensions, and the same choice carried into every link on the page."""

from datetime import date, timedelta
from typing import Any

from flask import request
from sqlalchemy import text

from erp.finance.accounts.queries import active_families
from erp.finance.reports.dimensions import Dimensions
from erp.finance.reports.fiscal_year import fiscal_year_start
from erp.organization.api import branches, company
from erp.web.requests import business_date, current_company, read


def chosen_dimensions(chosen: dict[str, Any]) -> Dimensions:
    """The dimensions of a parsed form."""
    return Dimensions(**{name: chosen[name] or None for name in Dimensions.__dataclass_fields__})


def month_to_date(chosen: dict[str, Any]) -> tuple[date, date]:
    """The days asked for; without any, the present month up to today."""
    today = business_date()
    last_day = chosen["to_day"] or max(today, chosen["from_day"] or today)
    return chosen["from_day"] or last_day.replace(day=1), last_day


def kept(**changes: Any) -> dict[str, Any]:
    """The filters of the present address with some changed, for links that keep the choice."""
    values = {key: value for key, value in request.args.items() if value and key not in ("after", "before", "format")}
    values.update({key: value for key, value in changes.items() if value is not None})
    return values


def dimension_options() -> dict[str, Any]:
    """What the filters offer: the company's branches, families, warehouses, and channels in use."""
    session, company_id = read(), current_company()
    warehouses = session.execute(
        text("SELECT id, code, name FROM inventory.warehouse WHERE company_id = :company ORDER BY code"),
        {"company": company_id},
    ).all()
    return {
        "branches": branches(session, company_id),
        "families": active_families(session, company_id),
        "warehouses": warehouses,
    }


def usual_ranges() -> list[tuple[str, date, date]]:
    """Ranges that accountants ask for most: this and the last month, the fiscal year so far and the last."""
    today = business_date()
    month = today.replace(day=1)
    last_month_end = month - timedelta(days=1)
    start_month = company(read(), current_company()).fiscal_year_start_month
    year = fiscal_year_start(today, start_month)
    last_year_end = year - timedelta(days=1)
    return [
        ("This month", month, today),
        ("Last month", last_month_end.replace(day=1), last_month_end),
        ("This fiscal year", year, today),
        ("Last fiscal year", fiscal_year_start(last_year_end, start_month), last_year_end),
    ]
