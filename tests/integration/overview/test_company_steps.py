"""Steps on a whole company ask for their permission themselves, whatever page, job or program calls them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from erp.finance.accounts.add_account import add_account
from erp.finance.accounts.change_account import change_account
from erp.finance.accounts.install_chart import install_chart
from erp.finance.accounts.set_determination import remove_determination, set_determination
from erp.finance.close.close_period import close_period
from erp.finance.close.reopen import reopen_period
from erp.finance.close.soft_close import soft_close_period
from erp.finance.ledger.reverse_entry import reverse_entry
from erp.finance.manual_journals.approve import approve_manual_journal
from erp.finance.manual_journals.reject import reject_manual_journal, withdraw_manual_journal
from erp.finance.manual_journals.submit import submit_manual_journal
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Forbidden
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import (
    activate_branch,
    change_branch,
    change_company,
    change_settings,
    create_branch,
    create_company,
    deactivate_branch,
    open_periods,
    record_rate,
)
from erp.overview.event_console.replay_deliveries import replay_deliveries
from erp.overview.event_console.retry_delivery import retry_delivery
from erp.overview.event_console.settle_delivery import settle_delivery
from erp.overview.jobs.cancel_job import cancel_job
from erp.terms.payment_terms.define import define_payment_term, retire_payment_term
from erp.terms.taxes.define_code import change_tax_rate, define_tax_code
from erp.terms.taxes.define_rule import define_tax_rule, end_tax_rule

STRANGER = Actor("clerk", permissions=frozenset({"crm.customer.view"}))
A_DAY = date(2026, 3, 1)
A_MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
ID = new_id()

STEPS: dict[str, Callable[[UnitOfWork], Any]] = {
    "organization.company.change": lambda work: create_company(work, code="X", name="X", currency="EUR"),
    "organization.company.change ": lambda work: change_company(work, ID, name="X"),
    "organization.branch.change": lambda work: create_branch(
        work, company_id=ID, code="X", name="X", time_zone="UTC"
    ),
    "organization.branch.change ": lambda work: change_branch(
        work, ID, name="X", time_zone="UTC"
    ),
    "organization.branch.change  ": lambda work: activate_branch(work, ID),
    "organization.branch.change   ": lambda work: deactivate_branch(work, ID),
    "organization.setting.change": lambda work: change_settings(work, ID, {"billing_mode": "daily"}),
    "organization.currency.change": lambda work: record_rate(
        work, from_currency="EUR", to_currency="USD", valid_from=A_DAY, rate=Decimal(1)
    ),
    "organization.period.open": lambda work: open_periods(work, ID, 2026),
    "terms.payment_term.define": lambda work: define_payment_term(work, code="X", name="X", lines=[]),
    "terms.payment_term.define ": lambda work: retire_payment_term(work, ID),
    "terms.tax_code.define": lambda work: define_tax_code(
        work, company_id=ID, code="X", name="X", components=[], valid_from=A_DAY
    ),
    "terms.tax_code.define ": lambda work: change_tax_rate(work, ID, valid_from=A_DAY, rate=Decimal(5)),
    "terms.tax_code.define  ": lambda work: define_tax_rule(
        work, company_id=ID, tax_code_id=ID, valid_from=A_DAY
    ),
    "terms.tax_code.define   ": lambda work: end_tax_rule(work, ID, valid_to=A_DAY),
    "finance.account.change": lambda work: install_chart(work, ID),
    "finance.account.change ": lambda work: add_account(work, company_id=ID, code="1", name="X", kind="asset"),
    "finance.account.change  ": lambda work: change_account(work, ID, name="X", status="active"),
    "finance.account.change   ": lambda work: set_determination(work, company_id=ID, role="revenue", account_id=ID),
    "finance.account.change    ": lambda work: remove_determination(work, ID),
    "finance.period.close": lambda work: close_period(work, ID),
    "finance.period.close ": lambda work: soft_close_period(work, ID),
    "finance.period.reopen": lambda work: reopen_period(work, ID, reason="because"),
    "finance.journal_entry.reverse": lambda work: reverse_entry(work, ID, reason="because"),
    "finance.manual_journal.submit": lambda work: submit_manual_journal(
        work, company_id=ID, posted_on=A_DAY, memo="X", lines=[]
    ),
    "finance.manual_journal.submit ": lambda work: withdraw_manual_journal(work, ID),
    "finance.manual_journal.approve": lambda work: approve_manual_journal(work, ID),
    "finance.manual_journal.approve ": lambda work: reject_manual_journal(work, ID, note="because"),
    "overview.delivery.retry": lambda work: retry_delivery(work, ID),
    "overview.delivery.retry ": lambda work: replay_deliveries(work, "x", since=A_MOMENT, until=A_MOMENT),
    "overview.delivery.settle": lambda work: settle_delivery(work, ID, reason="because"),
    "overview.job.cancel": lambda work: cancel_job(work, ID),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_on_the_company_asks_for_its_permission_itself(savepoint_services: Services, step: str) -> None:
    with pytest.raises(Forbidden, match=step.strip().replace(".", r"\.")), savepoint_services.units.begin(
        STRANGER
    ) as work:
        STEPS[step](work)
