"""Pages of the chart of accounts and of account determination."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from erp.finance.accounts import queries
from erp.finance.accounts.add_account import add_account
from erp.finance.accounts.change_account import change_account
from erp.finance.accounts.forms import AddAccountForm, ChangeAccountForm, DeterminationForm
from erp.finance.accounts.install_chart import install_chart
from erp.finance.accounts.models import ACCOUNT_KINDS, CONTROLS, Account, AccountDetermination
from erp.finance.accounts.set_determination import remove_determination, set_determination
from erp.kernel.errors import NotFound
from erp.organization.api import branches
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("finance_accounts", __name__, url_prefix="/finance/accounts")

COLUMNS = (
    Column("code", "Account", link=lambda row: url_for("finance_reports.account", account_id=row.id)),
    Column("name", "Name"),
    Column("kind", "Kind"),
    Column("control", "Sum of the subledger"),
    Column("status", "Status", kind="status"),
)


@bp.get("")
@requires("finance.account.view")
def index() -> Response:
    statement = select(
        Account.id, Account.code, Account.name, Account.kind, Account.control, Account.status
    ).where(Account.company_id == current_company())
    listing = page_by_key(statement, columns=COLUMNS, key=("code", "id"), page_size=200)
    return render_list(
        "finance/accounts/index.html", listing, name="chart-of-accounts", kinds=ACCOUNT_KINDS, controls=CONTROLS
    )


@bp.post("")
@requires("finance.account.change")
def add() -> Response:
    form, company_id = parse(AddAccountForm), current_company()
    return perform(
        lambda work: add_account(work, company_id=company_id, **form),
        then=lambda account: url_for(".index"),
        said=lambda account: gettext("Account %(code)s added.", code=account.code),
    )


@bp.post("/install")
@requires("finance.account.change")
def install() -> Response:
    company_id = current_company()
    return perform(
        lambda work: install_chart(work, company_id),
        then=lambda _: url_for(".index"),
        said=lambda ids: gettext("%(count)s accounts installed; account determination is complete.", count=len(ids)),
    )


@bp.get("/<uuid:account_id>/change")
@requires("finance.account.change")
def edit(account_id: UUID) -> Response:
    return render("finance/accounts/edit.html", account=queries.account(read(), current_company(), account_id))


@bp.post("/<uuid:account_id>/change")
@requires("finance.account.change")
def change(account_id: UUID) -> Response:
    form = parse(ChangeAccountForm)
    queries.account(read(), current_company(), account_id)
    return perform(
        lambda work: change_account(work, account_id, **form), then=lambda _: url_for(".index"), said="Account changed."
    )


@bp.get("/determination")
@requires("finance.account.view")
def determination() -> Response:
    session, company_id = read(), current_company()
    return render(
        "finance/accounts/determination.html",
        rows=queries.determination_matrix(session, company_id),
        accounts=queries.accounts(session, company_id, active_only=True),
        families=queries.active_families(session, company_id),
        branches=[branch for branch in branches(session, company_id) if branch.status != "inactive"],
    )


@bp.post("/determination")
@requires("finance.account.change")
def set_rule() -> Response:
    form, company_id = parse(DeterminationForm), current_company()
    return perform(
        lambda work: set_determination(work, company_id=company_id, **form),
        then=lambda _: url_for(".determination"),
        said="Account determination set. It holds for postings from now on.",
    )


@bp.post("/determination/<uuid:rule_id>/remove")
@requires("finance.account.change")
def remove_rule(rule_id: UUID) -> Response:
    rule = read().get(AccountDetermination, rule_id)
    if rule is None or rule.company_id != current_company():
        raise NotFound("There is no such rule in this company.")
    return perform(
        lambda work: remove_determination(work, rule_id),
        then=lambda _: url_for(".determination"),
        said="The general rule holds again.",
    )
