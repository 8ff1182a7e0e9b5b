"""Which tax applies where: dated rates, the most exact rule, exemption, and what is never left out in silence."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.terms.api import (
    EXEMPT,
    ComponentDraft,
    TaxableLine,
    TaxRequest,
    change_tax_rate,
    compute_tax,
    define_tax_code,
    define_tax_rule,
    determine_tax,
    end_tax_rule,
)
from erp.terms.taxes.models import TaxComponent
from tests.builders.executions import counted_executions
from tests.builders.organization import a_company

START, MARCH = date(2026, 1, 1), date(2026, 3, 16)


@pytest.fixture
def company(work):
    """No tax in general; New York 8.5 % in two parts, New York City (postal 100) 8.875 %; food free in New York."""
    company = a_company(work)

    def code(name, *components):
        return define_tax_code(
            work,
            company_id=company.id,
            code=name,
            name=name,
            valid_from=START,
            components=[ComponentDraft(part, Decimal(rate)) for part, rate in components],
        ).id

    def rule(tax_code_id, **scope):
        return define_tax_rule(work, company_id=company.id, tax_code_id=tax_code_id, valid_from=START, **scope)

    rule(code("NY", ("State", "4"), ("Local", "4.5")), ship_to_country="US", ship_to_region="NY")
    rule(code("NYC", ("All", "8.875")), ship_to_country="US", ship_to_region="NY", postal_prefix="100")
    free = code("FREE")
    rule(free, ship_to_country="US", ship_to_region="NY", item_tax_class="food")
    rule(free, customer_tax_status="reseller")
    return company


def _asked(key=1, region="NY", postal="12207", tax_class="goods", status="taxable", exempt=False, on=MARCH):
    return TaxRequest(key, "US", region, postal, tax_class, status, exempt, on)


def _code(work, company, **request):
    return determine_tax(work.session, company.id, [_asked(**request)])[1]


@pytest.mark.parametrize(
    ("request_", "code", "percent"),
    [
        ({}, "NY", "8.5"),
        ({"postal": "10019"}, "NYC", "8.875"),
        ({"region": "NJ"}, "NONE", "0"),
        ({"tax_class": "food"}, "FREE", "0"),
        ({"region": "NJ", "status": "reseller"}, "FREE", "0"),
        ({"status": "reseller"}, "NY", "8.5"),
        ({"postal": "10019", "exempt": True}, EXEMPT, "0"),
    ],
)
def test_the_most_exact_rule_applies(work, company, request_, code, percent):
    found = _code(work, company, **request_)
    assert (found.code, found.rate_percent) == (code, Decimal(percent))


def test_a_whole_order_is_determined_in_one_execution_and_computed(work, company):
    requests = [_asked(key=n, postal="10019" if n % 2 else "12207") for n in range(200)]
    with counted_executions(work.session) as counted:
        found = determine_tax(work.session, company.id, requests)
    assert len(counted) == 1
    lines = [
        TaxableLine(n, Decimal("19.99"), facts.components, code=facts.code) for n, facts in list(found.items())[:2]
    ]
    result = compute_tax(lines)
    assert [result.lines[n].tax_amount for n in (0, 1)] == [Decimal("0.80") + Decimal("0.90"), Decimal("1.77")]


def test_a_new_rate_holds_from_its_day_on_and_the_old_one_before(work, company):
    local = work.session.scalars(select(TaxComponent).where(TaxComponent.name == "Local")).one()
    change_tax_rate(work, local.id, valid_from=date(2026, 4, 1), rate=Decimal("5"))
    assert _code(work, company, on=date(2026, 3, 31)).rate_percent == Decimal("8.5")
    assert _code(work, company, on=date(2026, 4, 1)).rate_percent == Decimal("9")
    with pytest.raises(Conflict, match="begins on 01 April 2026"):
        change_tax_rate(work, local.id, valid_from=date(2026, 4, 1), rate=Decimal("6"))


def test_a_day_before_the_first_rate_is_refused(work, company):
    define_tax_rule(
        work,
        company_id=company.id,
        valid_from=date(2000, 1, 1),
        ship_to_country="US",
        ship_to_region="TX",
        tax_code_id=_code(work, company).code_id,
    )
    with pytest.raises(Refused, match="has no rate on 31 December 2025"):
        _code(work, company, region="TX", on=date(2025, 12, 31))


def test_where_no_rule_fits_the_line_is_refused(services, system):
    with services.units.begin(system) as work:
        company = a_company(work)
        with pytest.raises(Refused, match=r"No tax rule covers items of tax class goods shipped to US NY 12207"):
            determine_tax(work.session, new_id(), [_asked()])
        assert determine_tax(work.session, company.id, [_asked()])[1].code == "NONE"


def test_an_ended_rule_no_longer_applies(work, company):
    rule = define_tax_rule(
        work,
        company_id=company.id,
        tax_code_id=company.tax_code_id,
        valid_from=START,
        ship_to_country="US",
        ship_to_region="NY",
        item_tax_class="medicine",
    )
    assert _code(work, company, tax_class="medicine").code == "NONE"
    end_tax_rule(work, rule.id, valid_to=date(2026, 3, 15))
    assert _code(work, company, tax_class="medicine").code == "NY"


def test_two_rules_for_the_same_cannot_overlap(work, company):
    with pytest.raises(DBAPIError, match="ex_tax_rule_days"), work.session.begin_nested():
        define_tax_rule(
            work,
            company_id=company.id,
            tax_code_id=company.tax_code_id,
            valid_from=MARCH,
            ship_to_country="US",
            ship_to_region="NY",
        )


def test_a_region_needs_its_country(work, company):
    with pytest.raises(Refused, match="Name the country"):
        define_tax_rule(
            work, company_id=company.id, tax_code_id=company.tax_code_id, valid_from=MARCH, ship_to_region="NY"
        )
