"""Companies, branches, periods, rates and settings: what is accepted, what is refused, what is remembered."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.organization.api import (
    activate_branch,
    branch,
    business_date,
    change_settings,
    company,
    create_branch,
    create_company,
    first_open_date,
    fiscal_year_of,
    minor_units,
    open_periods,
    period_of,
    period_state,
    rate_on,
    record_rate,
    set_period_state,
    setting,
)
from tests.builders.organization import a_branch, a_company

MARCH = date(2026, 3, 16)


def test_minor_units_of_currencies(work):
    assert [minor_units(work.session, code) for code in ("USD", "JPY", "KWD", "CLF")] == [2, 0, 3, 4]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"currency": "XYZ"}, "currency"), ({"name": " "}, "name"), ({"fiscal_year_start_month": 13}, None)],
)
def test_a_company_needs_a_name_and_a_known_currency(work, given, field):
    with pytest.raises(Refused) as refused:
        create_company(work, **{"code": "A", "name": "A", "currency": "USD", **given})
    if field:
        assert refused.value.field == field


def test_a_code_is_taken_once(services, system):
    with services.units.begin(system) as work:
        create_company(work, code="NORTH", name="North", currency="USD")
    with pytest.raises(Conflict, match="already exists"), services.units.begin(system) as work:
        create_company(work, code="north", name="Other", currency="USD")


def test_the_business_date_is_the_date_in_the_branchs_zone(work):
    company_id = a_company(work).id
    new_york = a_branch(work, company_id, time_zone="America/New_York")
    auckland = a_branch(work, company_id, time_zone="Pacific/Auckland")
    just_after_midnight_utc = datetime(2026, 3, 16, 0, 30, tzinfo=UTC)
    assert business_date(work.session, new_york, just_after_midnight_utc) == date(2026, 3, 15)
    assert business_date(work.session, auckland, just_after_midnight_utc) == date(2026, 3, 16)


def test_a_zone_that_no_calendar_knows_is_refused(work):
    with pytest.raises(Refused, match="no time zone"):
        create_branch(work, company_id=a_company(work).id, code="X", name="X", time_zone="Mars/Olympus")


def test_a_branch_waits_as_a_draft_until_the_books_know_its_accounts(services, system):
    with services.units.begin(system) as work:
        bare = create_company(work, code="BARE", name="Bare", currency="USD")
        branch_id = create_branch(work, company_id=bare.id, code="ONE", name="One").id
    message = "The books have no account for “Goods on hand at cost”"
    with pytest.raises(Refused, match=message), services.units.begin(system) as work:
        activate_branch(work, branch_id)
    with services.units.begin(system) as work:
        assert branch(work.session, branch_id).status == "draft"


def test_a_fiscal_year_is_opened_once(work):
    company_id = a_company(work, fiscal_years=(2026,)).id
    with pytest.raises(Conflict, match="open already"):
        open_periods(work, company_id, 2026)
    assert fiscal_year_of(work.session, company_id, MARCH) == 2026


def test_periods_cannot_overlap_whoever_writes_them(work):
    company_id = a_company(work).id
    with pytest.raises(DBAPIError, match="ex_posting_period_days"), work.session.begin_nested():
        work.execute(
            text("""INSERT INTO organization.posting_period (id, company_id, fiscal_year, number, first_day, last_day)
                    VALUES (:id, :company, 2026, 13, '2026-03-31', '2026-04-01')"""),
            {"id": new_id(), "company": company_id},
        )


def test_the_first_open_day_skips_what_is_closed_for_that_subledger_only(work):
    company_id = a_company(work, fiscal_years=(2026,)).id
    set_period_state(work, period_of(work.session, company_id, MARCH).id, "closed", ("inventory",))
    assert first_open_date(work.session, company_id, "inventory", MARCH) == date(2026, 4, 1)
    assert first_open_date(work.session, company_id, "general", MARCH) == MARCH
    assert period_state(work.session, company_id, "inventory", MARCH) == "closed"
    assert period_state(work.session, company_id, "inventory", date(2031, 1, 1)) == "closed"
    with pytest.raises(Refused, match="Open the next fiscal year"):
        first_open_date(work.session, company_id, "general", date(2027, 1, 1))


def test_the_latest_rate_not_after_the_day_counts_and_the_opposite_one_serves_too(work):
    for day, rate in ((date(2026, 1, 1), "1.10"), (date(2026, 3, 1), "1.25")):
        record_rate(work, from_currency="EUR", to_currency="USD", valid_from=day, rate=Decimal(rate))
    assert rate_on(work.session, "EUR", "USD", date(2026, 2, 28)) == Decimal("1.10")
    assert rate_on(work.session, "EUR", "USD", MARCH) == Decimal("1.25")
    assert rate_on(work.session, "USD", "EUR", MARCH) == Decimal("0.80000000")
    assert rate_on(work.session, "USD", "USD", MARCH) == 1
    with pytest.raises(NotFound, match="no rate from EUR to USD on or before 31 December 2025"):
        rate_on(work.session, "EUR", "USD", date(2025, 12, 31))


def test_settings_stand_at_their_defaults_until_somebody_chooses(work):
    company_id = a_company(work).id
    assert setting(work.session, company_id, "tax_rounding") == "line"
    assert setting(work.session, company_id, "write_off_limit_amount") == Decimal(5)
    change_settings(
        work,
        company_id,
        {"tax_rounding": "document", "write_off_limit_amount": "7.50", "quote_valid_days": "14"},
        reason="New policy",
    )
    assert company(work.session, company_id).settings["tax_rounding"] == "document"
    assert setting(work.session, company_id, "write_off_limit_amount") == Decimal("7.50")
    assert setting(work.session, company_id, "quote_valid_days") == 14


@pytest.mark.parametrize(
    ("key", "value"),
    [("tax_rounding", "never"), ("over_receipt_tolerance_percent", "101"), ("write_off_limit_amount", "-1"),
     ("write_off_limit_amount", "NaN"), ("quote_valid_days", "1.5")],
)  # fmt: skip
def test_a_value_that_a_setting_does_not_know_is_refused(work, key, value):
    company_id = a_company(work).id
    with pytest.raises(Refused) as refused:
        change_settings(work, company_id, {key: value})
    assert refused.value.field == key


def test_the_audit_trail_keeps_who_changed_a_setting_and_why(services, system):
    with services.units.begin(system) as work:
        company_id = a_company(work).id
    with services.units.begin(system) as work:
        change_settings(work, company_id, {"tax_rounding": "document"}, reason="As the tax office asks")
    with services.units.begin(system) as work:
        row = work.execute(
            text(
                "SELECT actor, reason, changed FROM kernel.audit_entry "
                "WHERE table_name = 'organization.company_setting'"
            )
        ).one()
    assert (row.actor, row.reason) == ("test", "As the tax office asks")
    assert row.changed["value"] == [None, "document"]
