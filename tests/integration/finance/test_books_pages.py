"""The books by hand in a browser: every page answers with its figures, every form does what it says."""

import csv
import io
import re
from datetime import date

import pytest
from flask import url_for

from erp.finance.accounts.models import AccountDetermination
from erp.finance.close.checklist import evaluate_checklist
from erp.finance.ledger.document_pages import DOCUMENT_PAGES
from erp.finance.ledger.seal import seal_ledger
from erp.kernel.db import new_session
from erp.organization.api import period_of
from tests.builders.ledger import post
from tests.builders.organization import a_branch, a_company
from tests.kit.web_client import post_form

MARCH = date(2026, 3, 16)


@pytest.fixture
def company(services, system):
    with services.units.begin(system) as work:
        company = a_company(work, code="NORTH")
        post(work, company, date(2026, 2, 10), [("1000", "1000.00"), ("3000", "-1000.00")], memo="Capital paid in")
        post(work, company, MARCH, [("6100", "1234.50"), ("1000", "-1234.50")], memo="Rent")
    seal_ledger(services)
    return company


def test_every_page_of_the_books_answers(client, company):
    for page, words in {
        "/finance/accounts": "1000",
        "/finance/accounts/determination": "Goods received, not yet invoiced",
        f"/finance/accounts/{company.accounts['6100']}/change": "Rent and utilities",
        "/finance/journal-entries": "Capital paid in",
        "/finance/manual-journals": "No journals match",
        "/finance/manual-journals/new": "Submit for approval",
        "/finance/reports/trial-balance?from_day=2026-03-01&to_day=2026-03-31": "1,234.50",
        "/finance/reports/trial-balance": "The last seal of this company is 2",
        "/finance/reports/income-statement?from_day=2026-03-01&to_day=2026-03-31": "Gross profit",
        "/finance/reports/balance-sheet?on=2026-03-31": "Result of the fiscal year so far",
        f"/finance/reports/accounts/{company.accounts['1000']}?from_day=2026-03-01": "Rent",
        "/finance/periods": "2026/03",
        "/organization/companies": "NORTH",
        f"/organization/companies/{company.id}": "Fiscal year begins in",
        "/organization/companies/new": "Create company",
        "/organization/branches": "MAIN",
        f"/organization/branches/{company.branch_id}": "Warehouses",
        "/organization/branches/new": "Save as draft",
        "/organization/settings": "Round tax",
        "/organization/currencies": "Kuwaiti Dinar",
        "/terms/payment-terms": "NET30",
        "/terms/payment-terms/new": "Instalments",
        f"/terms/payment-terms/{company.payment_term_id}": "1,000.00",
        "/terms/taxes": "NONE",
        "/terms/taxes/new": "Define tax code",
        f"/terms/taxes/{company.tax_code_id}": "stands for no tax",
        "/terms/taxes/rules": "any",
    }.items():
        answer = client.get(page)
        assert answer.status_code == 200, f"{page}: {answer.text[:1500]}"
        assert words in answer.text, page


def test_a_figure_of_the_trial_balance_leads_to_its_lines_and_from_there_to_the_entry(client, company):
    report = client.get("/finance/reports/trial-balance?from_day=2026-03-01&to_day=2026-03-31").text
    link = re.search(rf'href="(/finance/reports/accounts/{company.accounts["6100"]}[^"]*)"', report).group(1)
    inquiry = client.get(link.replace("&amp;", "&")).text
    assert "Rent" in inquiry
    entry = re.search(r'href="(/finance/journal-entries/[0-9a-f-]{36})"', inquiry).group(1)
    shown = client.get(entry).text
    assert "1,234.50" in shown
    assert "Seal" in shown


def test_the_trial_balance_as_a_spreadsheet_holds_the_same_figures(client, company):
    answer = client.get("/finance/reports/trial-balance?from_day=2026-03-01&to_day=2026-03-31&format=csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["Account", "Name", "Opening", "Debit", "Credit", "Closing"]
    by_code = {row[0]: [float(cell) for cell in row[2:]] for row in rows[1:]}
    assert by_code["1000"] == [1000.0, 0.0, 1234.5, -234.5]
    assert by_code[""] == [0.0, 1234.5, 1234.5, 0.0]


@pytest.mark.parametrize(
    "page",
    ["/finance/reports/income-statement?format=csv", "/finance/reports/balance-sheet?format=csv",
     "/finance/journal-entries?format=csv", "/finance/accounts?format=csv"],
)  # fmt: skip
def test_every_report_goes_to_a_spreadsheet(client, company, page):
    answer = client.get(page)
    assert answer.mimetype == "text/csv"
    assert len(answer.text.splitlines()) > 1


def test_a_manual_journal_from_entry_to_reversal(client, client_as, company):
    accountant, controller = client_as("accountant"), client_as("controller")
    sent = post_form(
        accountant,
        "/finance/manual-journals",
        {
            "posted_on": "2026-03-16",
            "memo": "Accrued wages",
            "lines-0-account": "6000",
            "lines-0-debit": "500.00",
            "lines-0-branch_id": str(company.branch_id),
            "lines-1-account": "2300",
            "lines-1-credit": "500.00",
        },
        page="/finance/manual-journals/new",
    )
    assert sent.status_code == 303, sent.text[:2000]
    journal = sent.headers["Location"]
    assert "Approve and post" not in accountant.get(journal).text
    assert post_form(controller, f"{journal}/approve", {}, page=journal).status_code == 303
    shown = controller.get(journal).text
    assert "Posted" in shown
    entry = re.search(r'href="(/finance/journal-entries/[0-9a-f-]{36})"', shown).group(1)
    reverse = re.search(r'action="(/finance/manual-journals/reverse/[^"]+)"', accountant.get(entry).text).group(1)
    reversal = post_form(accountant, reverse, {"reason": "Booked twice"}, page=entry)
    assert reversal.status_code == 303, reversal.text[:2000]
    assert "Reversed by" in accountant.get(entry).text
    assert "Booked twice" in accountant.get(reversal.headers["Location"]).text


def test_a_journal_that_does_not_balance_comes_back_with_what_was_typed(client_as, company):
    answer = post_form(
        client_as("accountant"), "/finance/manual-journals",
        {
            "posted_on": "2026-03-16", "memo": "Accrued wages",
            "lines-0-account": "6000", "lines-0-debit": "500.00",
            "lines-1-account": "2300", "lines-1-credit": "499.00",
        },
        page="/finance/manual-journals/new",
    )  # fmt: skip
    assert answer.status_code == 422
    assert "debits exceed credits by 1" in answer.text
    assert "499.00" in answer.text


def test_a_month_is_closed_and_reopened_from_its_page(client_as, services, system, company):
    controller = client_as("controller")
    with services.units.begin(system) as work:
        february, march = (period_of(work.session, company.id, day).id for day in (date(2026, 2, 1), MARCH))
    page = f"/finance/periods/{march}"
    assert "Do the receivable accounts show what customers owe?" in controller.get(page).text
    early = post_form(controller, f"{page}/close", {"note": ""}, page=page)
    assert early.status_code == 409
    assert "Period 2026/02 is not closed" in early.text
    first = f"/finance/periods/{february}"
    assert post_form(controller, f"{first}/close", {"note": "Checked with the bank"}, page=first).status_code == 303
    assert post_form(controller, f"{page}/close", {"note": ""}, page=page).status_code == 303
    assert "Checked with the bank" in controller.get(first).text
    assert post_form(controller, f"{page}/reopen", {"reason": "A late bill"}, page=page).status_code == 303
    assert "A late bill" in controller.get(page).text


def test_every_document_behind_an_entry_and_every_proof_of_the_checklist_has_its_page(app, services, company):
    with app.test_request_context(), new_session(services.engine) as session:
        for endpoint, argument in DOCUMENT_PAGES.values():
            assert url_for(endpoint, **{argument: company.id}), endpoint
        for line in evaluate_checklist(session, period_of(session, company.id, MARCH).id):
            assert url_for(line.proof, **line.arguments), line.key


def test_roles_see_what_is_theirs(client_as, company):
    warehouse = client_as("warehouse")
    assert warehouse.get("/finance/reports/trial-balance").status_code == 403
    assert warehouse.get("/finance/periods").status_code == 200
    accountant = client_as("accountant")
    assert accountant.get("/finance/reports/trial-balance").status_code == 200
    assert accountant.get("/finance/manual-journals/new").status_code == 200


def test_a_missing_account_is_red_and_setting_it_fills_the_gap(client_as, services, system, company):
    controller = client_as("controller")
    with services.units.begin(system) as work:
        work.session.query(AccountDetermination).filter_by(company_id=company.id, role="scrap_loss").delete()
    page = "/finance/accounts/determination"
    assert "No account is set for 1 kind of amount" in controller.get(page).text
    wrong = post_form(controller, page, {"role": "scrap_loss", "account_id": str(company.accounts["1000"])}, page=page)
    assert wrong.status_code == 422
    assert "kind expense" in wrong.text
    right = post_form(controller, page, {"role": "scrap_loss", "account_id": str(company.accounts["5300"])}, page=page)
    assert right.status_code == 303
    assert "No account is set" not in controller.get(page).text


def test_a_branch_is_not_opened_while_an_account_is_missing(client_as, services, system, company):
    with services.units.begin(system) as work:
        branch_id = a_branch(work, company.id, code="WEST", active=False)
        work.session.query(AccountDetermination).filter_by(company_id=company.id, role="cash").delete()
    controller, page = client_as("controller"), f"/organization/branches/{branch_id}"
    answer = post_form(controller, f"{page}/activate", {}, page=page)
    assert answer.status_code == 422
    assert "no account for “Cash and bank” (branch WEST)" in answer.text
    assert "Draft" in controller.get(page).text


def test_settings_are_changed_with_their_reason(client_as, company):
    controller = client_as("controller")
    page = "/organization/settings"
    changed = post_form(controller, page, {"tax_rounding": "document", "reason": "As the tax office asks"}, page=page)
    assert changed.status_code == 303, changed.text[:2000]
    assert re.search(r'value="document" selected', controller.get(page).text)
    refused = post_form(controller, page, {"over_receipt_tolerance_percent": "140"}, page=page)
    assert refused.status_code == 422


def test_terms_taxes_and_rates_are_defined_by_hand(client_as, company):
    controller = client_as("controller")
    terms = post_form(
        controller,
        "/terms/payment-terms",
        {
            "code": "HALF",
            "name": "Half now, half in 30 days",
            "discount_basis": "total",
            "lines-0-portion": "percent",
            "lines-0-value": "50",
            "lines-1-portion": "remainder",
            "lines-1-add_days": "30",
        },
        page="/terms/payment-terms/new",
    )
    assert terms.status_code == 303, terms.text[:2000]
    assert "500.00" in controller.get(terms.headers["Location"]).text
    code = post_form(
        controller,
        "/terms/taxes",
        {
            "code": "ny",
            "name": "New York",
            "valid_from": "2026-01-01",
            "lines-0-name": "State",
            "lines-0-kind": "percent",
            "lines-0-rate": "4",
            "lines-1-name": "City",
            "lines-1-kind": "percent",
            "lines-1-rate": "4.5",
        },
        page="/terms/taxes/new",
    )
    assert code.status_code == 303, code.text[:2000]
    shown = controller.get(code.headers["Location"]).text
    rate = re.search(r'action="(/terms/taxes/components/[^"]+/rate)"', shown).group(1)
    changed = post_form(controller, rate, {"valid_from": "2026-07-01", "rate": "4.25"}, page=code.headers["Location"])
    assert changed.status_code == 303
    shown = controller.get(code.headers["Location"]).text
    assert "2026-06-30" in shown
    assert "4.25" in shown
    code_id = code.headers["Location"].rsplit("/", 1)[1]
    rule = post_form(
        controller,
        "/terms/taxes/rules",
        {"tax_code_id": code_id, "valid_from": "2026-01-01", "ship_to_country": "US", "ship_to_region": "NY"},
        page="/terms/taxes/rules",
    )
    assert rule.status_code == 303, rule.text[:2000]
    again = post_form(
        controller,
        "/terms/taxes/rules",
        {"tax_code_id": code_id, "valid_from": "2026-02-01", "ship_to_country": "US", "ship_to_region": "NY"},
        page="/terms/taxes/rules",
    )
    assert again.status_code == 409
    euro = post_form(
        controller,
        "/organization/currencies",
        {"from_currency": "EUR", "to_currency": "USD", "valid_from": "2026-03-01", "rate": "1.0841"},
        page="/organization/currencies",
    )
    assert euro.status_code == 303
    assert "1.0841" in controller.get("/organization/currencies").text
