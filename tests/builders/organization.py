"""Companies that can trade and post, made through the use cases that pages call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from uuid import UUID

from erp.finance.api import install_chart
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import activate_branch, create_branch, create_company, open_periods
from erp.terms.api import define_tax_code, define_tax_rule, payment_term_by_code

_numbers = count(1)


@dataclass(frozen=True)
class BuiltCompany:
    """A company with its chart of accounts, branches by code, open periods and a rule that levies no tax.

    ``accounts`` holds the ids of the default chart by code (1000 cash, 1100 receivable, 1200 inventory, 2000 payable,
    2100 goods received not invoiced, 4000 sales, 5000 cost of goods sold; see ``default_chart``).
    """

    id: UUID
    code: str
    currency: str
    branch_id: UUID
    branch_code: str
    payment_term_id: UUID
    tax_code_id: UUID
    accounts: dict[str, UUID] = field(default_factory=dict)


def a_company(
    work: UnitOfWork,
    *,
    code: str | None = None,
    name: str = "Northern Supply",
    currency: str = "USD",
    fiscal_years: Sequence[int] = (2025, 2026, 2027),
    time_zone: str = "UTC",
) -> BuiltCompany:
    """A company ready to trade from one active branch, paid net 30 days, without tax until a test adds some."""
    code = code or f"CO{next(_numbers)}"
    company = create_company(
        work, code=code, name=name, currency=currency, address="1 Dock Road\nPort City", country="US"
    )
    accounts = install_chart(work, company.id)
    for year in fiscal_years:
        open_periods(work, company.id, year)
    tax_code = define_tax_code(
        work, company_id=company.id, code="NONE", name="No tax", components=(), valid_from=date(2000, 1, 1)
    )
    define_tax_rule(work, company_id=company.id, tax_code_id=tax_code.id, valid_from=date(2000, 1, 1))
    branch_id = a_branch(work, company.id, code="MAIN", time_zone=time_zone)
    return BuiltCompany(
        id=company.id,
        code=code,
        currency=currency,
        branch_id=branch_id,
        branch_code="MAIN",
        payment_term_id=payment_term_by_code(work.session, "NET30").id,
        tax_code_id=tax_code.id,
        accounts=accounts,
    )


def a_branch(
    work: UnitOfWork, company_id: UUID, *, code: str | None = None, time_zone: str = "UTC", active: bool = True
) -> UUID:
    """A branch of the company, trading unless asked otherwise."""
    branch = create_branch(
        work,
        company_id=company_id,
        code=code or f"B{next(_numbers)}",
        name=f"Branch {code or 'elsewhere'}",
        time_zone=time_zone,
        country="US",
    )
    if active:
        activate_branch(work, branch.id)
    return branch.id
