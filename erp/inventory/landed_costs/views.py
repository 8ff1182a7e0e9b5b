"""Pages of landed costs: the list, a new charge, one charge and how it was shared."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_, select

from erp.inventory.landed_costs.forms import LandedCostFilterForm, LandedCostForm
from erp.inventory.landed_costs.models import LandedCost
from erp.inventory.landed_costs.queries import charge_page, lines_of_receipts, receipts_like
from erp.inventory.landed_costs.record import record_landed_cost
from erp.inventory.landed_costs.reverse import reverse_landed_cost
from erp.kernel.errors import NotFound
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.lookup import question, suggestions
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, chosen_day, current_branch, current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("inventory_landed_costs", __name__, url_prefix="/inventory/landed-costs")

COLUMNS = (
    Column("number", "Landed cost", link=lambda row: url_for(".show", landed_cost_id=row.id)),
    Column("occurred_on", "Date", kind="day"),
    Column("description", "For"),
    Column("split", "Shared by", kind="status"),
    Column("amount", "Amount", kind="amount", total=True),
    Column("recorded_by", "Recorded by"),
)


@bp.get("")
@requires("inventory.landed_cost.view")
def index() -> Response:
    chosen = parse_query(LandedCostFilterForm)
    charge = LandedCost
    statement = select(
        charge.id, charge.number, charge.occurred_on, charge.description, charge.split, charge.amount,
        charge.recorded_by,
    ).where(charge.company_id == current_company())
    if chosen["q"]:
        statement = statement.where(or_(
            charge.number.icontains(chosen["q"], autoescape=True),
            charge.description.icontains(chosen["q"], autoescape=True),
        ))
    listing = page_by_key(statement, columns=COLUMNS, key=("-occurred_on", "-id"))
    return render_list("inventory/landed_costs/index.html", listing, name="landed-costs")


@bp.get("/new")
@requires("inventory.landed_cost.record")
def new() -> Response:
    current_company()  # whose currency the charge is in: whoever has chosen no branch is asked to
    return render("inventory/landed_costs/new.html")


@bp.get("/suggest-receipts")
@requires("inventory.landed_cost.record")
def suggest_receipts() -> Response:
    found = receipts_like(read(), current_company(), question())
    return suggestions((row.number, row.name, str(row.received_on)) for row in found)


@bp.post("")
@requires("inventory.landed_cost.record")
def create() -> Response:
    form, company_id = parse(LandedCostForm), current_company()
    numbers = [row["receipt"].upper() for row in form["receipts"]]
    lines = lines_of_receipts(read(), company_id, numbers)
    for row, number in zip(form["receipts"], numbers, strict=True):
        if number not in lines:
            field = f"receipts-{row['index']}-receipt"
            raise NotFound("There is no goods receipt %(number)s.", field=field, number=number)
    occurred_on = chosen_day("inventory.goods_receipt.backdate", form["occurred_on"], current_branch())
    return perform(
        lambda work: record_landed_cost(
            work,
            company_id=company_id,
            description=form["description"],
            amount=form["amount"],
            split=form["split"],
            receipt_line_ids=[line_id for number in numbers for line_id in lines[number]],
            occurred_on=occurred_on,
        ),
        then=lambda made: url_for(".show", landed_cost_id=made.id),
        said=lambda made: gettext("Landed cost %(number)s recorded.", number=made.number),
    )


@bp.get("/<uuid:landed_cost_id>")
@requires("inventory.landed_cost.view")
def show(landed_cost_id: UUID) -> Response:
    page = charge_page(read(), current_company(), landed_cost_id)
    return render("inventory/landed_costs/show.html", charge=page.charge, lines=page.lines)


@bp.post("/<uuid:landed_cost_id>/reverse")
@requires("inventory.landed_cost.record")
def reverse(landed_cost_id: UUID) -> Response:
    charge_page(read(), current_company(), landed_cost_id)  # of this company
    today = business_date()
    return perform(
        lambda work: reverse_landed_cost(work, landed_cost_id, occurred_on=today),
        then=lambda made: url_for(".show", landed_cost_id=made.id),
        said=lambda made: gettext("Reversed by %(number)s.", number=made.number),
    )
