"""What the modules above may ask of the organization. A table of contents: no logic lives here."""

from erp.organization.branches.activate import activate_branch, deactivate_branch
from erp.organization.branches.change import change_branch
from erp.organization.branches.create import create_branch
from erp.organization.branches.queries import BranchFacts, branch, branches, business_date
from erp.organization.companies.change import change_company
from erp.organization.companies.create import create_company
from erp.organization.companies.queries import CompanyFacts, companies, company, company_by_code
from erp.organization.currencies.queries import currencies, minor_units, rate_on
from erp.organization.currencies.record_rate import record_rate
from erp.organization.letterhead.change_letterhead import change_letterhead
from erp.organization.letterhead.queries import LetterheadFacts, Stationery, letterhead, stationery
from erp.organization.periods.models import PERIOD_STATES, SUBLEDGERS
from erp.organization.periods.open import months_of, open_periods
from erp.organization.periods.open_calendar import open_calendar
from erp.organization.periods.queries import (
    first_open_date,
    fiscal_year_of,
    period,
    period_of,
    period_state,
    periods,
)
from erp.organization.periods.set_state import lock_period, set_period_state
from erp.organization.settings.change import change_settings
from erp.organization.settings.definitions import DEFINITIONS as SETTING_DEFINITIONS
from erp.organization.settings.definitions import setting_values
from erp.organization.settings.queries import setting, settings
from erp.organization.working_days.add_holiday import add_holiday
from erp.organization.working_days.change_working_days import change_working_days
from erp.organization.working_days.queries import next_working_day, working_days_after, working_days_between

__all__ = [
    "PERIOD_STATES",
    "SETTING_DEFINITIONS",
    "SUBLEDGERS",
    "BranchFacts",
    "CompanyFacts",
    "LetterheadFacts",
    "Stationery",
    "activate_branch",
    "add_holiday",
    "branch",
    "branches",
    "business_date",
    "change_branch",
    "change_company",
    "change_letterhead",
    "change_settings",
    "change_working_days",
    "companies",
    "company",
    "company_by_code",
    "create_branch",
    "create_company",
    "currencies",
    "deactivate_branch",
    "first_open_date",
    "fiscal_year_of",
    "letterhead",
    "lock_period",
    "minor_units",
    "months_of",
    "next_working_day",
    "open_calendar",
    "open_periods",
    "period",
    "period_of",
    "period_state",
    "periods",
    "rate_on",
    "record_rate",
    "set_period_state",
    "setting",
    "setting_values",
    "settings",
    "stationery",
    "working_days_after",
    "working_days_between",
]
