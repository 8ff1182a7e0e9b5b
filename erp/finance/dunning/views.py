"""Pages of dunning: reminders to send, their levels, and customers who are left alone."""

from flask import Blueprint, Response, url_for

from erp.crm.api import customers_by_code
from erp.finance.dunning.block_dunning import block_dunning, lift_dunning_block
from erp.finance.dunning.forms import BlockForm, LevelsForm, LiftForm, RemindersForm
from erp.finance.dunning.propose_reminders import propose_reminders
from erp.finance.dunning.queries import dunning_blocks, dunning_levels, reminders_statement
from erp.finance.dunning.send_reminders import send_reminders
from erp.finance.dunning.set_dunning_levels import LevelDraft, set_dunning_levels
from erp.finance.dunning.withdraw_reminders import withdraw_reminders
from erp.kernel.errors import NotFound
from erp.kernel.money import ZERO
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("finance_dunning", __name__, url_prefix="/finance/reminders")

COLUMNS = (
    Column(
        "customer", "Customer",
        link=lambda row: url_for("finance_customer_accounts.show", customer_id=row.customer_id),
    ),
    Column("number", "Invoice"),
    Column("level", "Level", kind="integer"),
    Column("overdue_days", "Days overdue", kind="integer"),
    Column("open_amount", "Open", kind="amount"),
    Column("fee_amount", "Fee", kind="amount", total=True),
    Column("proposed_on", "Proposed", kind="day"),
    Column("sent_on", "Sent", kind="day"),
    Column("status", "Status", kind="status"),
)


@bp.get("")
@requires("finance.receivable.view")
def index() -> Response:
    statement = reminders_statement(current_company())
    listing = page_by_key(statement, columns=COLUMNS, key=("-proposed_on", "-id"), select_rows=True)
    return render_list(
        "finance/dunning/index.html", listing, name="reminders",
        levels=dunning_levels(read(), current_company()), blocks=dunning_blocks(read(), current_company()),
    )


@bp.post("/propose")
@requires("finance.dunning.run")
def propose() -> Response:
    company_id, today = current_company(), business_date()
    return perform(
        lambda work: propose_reminders(work, company_id, on=today),
        then=lambda _: url_for(".index"),
        said=lambda count: gettext("%(count)s reminders proposed.", count=count),
    )


@bp.post("/send")
@requires("finance.dunning.run")
def send() -> Response:
    form, company_id, today = parse(RemindersForm), current_company(), business_date()
    if form["decision"] == "withdraw":
        return perform(
            lambda work: withdraw_reminders(work, company_id, form["ids"]),
            then=lambda _: url_for(".index"),
            said=lambda count: gettext("%(count)s reminders withdrawn.", count=count),
        )
    return perform(
        lambda work: send_reminders(work, company_id, form["ids"], sent_on=today),
        then=lambda _: url_for(".index"),
        said=lambda count: gettext("%(count)s reminders sent; their fees are charged.", count=count),
    )


@bp.post("/levels")
@requires("finance.dunning.set_levels")
def set_levels() -> Response:
    form, company_id = parse(LevelsForm), current_company()
    levels = [
        LevelDraft(row["overdue_days"], row["fee_amount"] or ZERO, row["fee_percent"] or ZERO, row["wording"])
        for row in form["lines"]
    ]
    return perform(
        lambda work: set_dunning_levels(work, company_id, levels),
        then=lambda _: url_for(".index"),
        said=gettext("Levels saved. They hold for reminders proposed from now on."),
    )


@bp.post("/block")
@requires("finance.dunning.run")
def block() -> Response:
    form, company_id = parse(BlockForm), current_company()
    customer_id = customers_by_code(read(), [form["customer"]]).get(form["customer"].upper())
    if customer_id is None:
        raise NotFound("There is no customer %(code)s.", field="customer", code=form["customer"])
    return perform(
        lambda work: block_dunning(work, company_id, customer_id, reason=form["reason"], until=form["until"]),
        then=lambda _: url_for(".index"),
        said=gettext("Left alone: no reminder is proposed."),
    )


@bp.post("/lift")
@requires("finance.dunning.run")
def lift() -> Response:
    form, company_id = parse(LiftForm), current_company()
    return perform(
        lambda work: lift_dunning_block(work, company_id, form["customer_id"]),
        then=lambda _: url_for(".index"),
        said=gettext("Reminded again like any other."),
    )
