"""The put-away page: what stands in the receiving bins, and where it goes."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.locations.queries import bins, warehouse
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.put_away.forms import PutAwayForm
from erp.inventory.put_away.put_away import PutAwayLine, put_away
from erp.inventory.put_away.queries import unplaced_stock
from erp.kernel.errors import Refused
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.lookup import question, suggestions
from erp.web.pages import redirect_to, render
from erp.web.requests import business_date, perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("inventory_put_away", __name__, url_prefix="/inventory/put-away")


@bp.get("")
@requires("inventory.put_away.create")
def index() -> Response:
    places = warehouses_in_reach("inventory.put_away.create")
    if len(places) == 1:
        return redirect_to(".show", warehouse_id=places[0].id)
    return render("inventory/put_away/index.html", warehouses=places)


@bp.get("/<uuid:warehouse_id>")
@requires("inventory.put_away.create")
def show(warehouse_id: UUID) -> Response:
    place = warehouse(read(), warehouse_id)
    require_branch("inventory.put_away.create", place.branch_id)
    stock = unplaced_stock(read(), warehouse_id)
    return render("inventory/put_away/show.html", warehouse=place, stock=stock)


@bp.get("/<uuid:warehouse_id>/suggest-bins")
@requires("inventory.put_away.create")
def suggest_bins(warehouse_id: UUID) -> Response:
    require_branch("inventory.put_away.create", warehouse(read(), warehouse_id).branch_id)
    typed = question().upper()
    found = bins(read(), warehouse_id, kind="storage")
    return suggestions((place.code, "") for place in found if place.code.startswith(typed))


@bp.post("")
@requires("inventory.put_away.create")
def create() -> Response:
    form = parse(PutAwayForm)
    place = warehouse(read(), form["warehouse_id"])
    by_code = {found.code: found.id for found in bins(read(), place.id)}
    lines = []
    for line in form["lines"]:
        code = (line["to_bin"] or "").upper()
        if not code or not line["qty"]:
            continue
        if code not in by_code:
            raise Refused(
                "There is no bin %(code)s in %(code2)s.",
                field=f"lines-{line['index']}-to_bin", code=code, code2=place.code,
            )
        lines.append(PutAwayLine(line["stock_balance_id"], by_code[code], line["qty"]))
    occurred_on = business_date(place.branch_id)
    return perform(
        lambda work: put_away(work, place.id, lines, occurred_on=occurred_on),
        then=lambda _: url_for(".show", warehouse_id=place.id),
        said="One line put away." if len(lines) == 1 else gettext("%(count)s lines put away.", count=len(lines)),
    )
