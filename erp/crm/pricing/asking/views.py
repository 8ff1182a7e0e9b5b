"""Pages that ask for a price and say why, and that set how much each role may give away."""

from decimal import Decimal

from flask import Blueprint, Response, url_for

from erp.crm.customers.named_customer import named_customer
from erp.crm.customers.warehouse_choices import warehouse_choices
from erp.crm.pricing.ask_price import ask_price
from erp.crm.pricing.forms import AskForm, DiscountLimitsForm
from erp.crm.pricing.page_queries import discount_limits
from erp.crm.pricing.set_discount_limits import set_discount_limits
from erp.crm.pricing.typed_lines import typed_lines
from erp.identity.api import ROLES
from erp.kernel.errors import Refused
from erp.web.forms import parse, parse_query
from erp.web.pages import render
from erp.web.requests import business_date, current_branch, current_company, current_place, perform, read
from erp.web.routing import requires

bp = Blueprint("crm_prices", __name__, url_prefix="/crm/prices")


@bp.get("")
@requires("crm.price.view")
def ask() -> Response:
    chosen = parse_query(AskForm)
    asked = None
    if chosen["item"]:
        warehouse_id, _ = warehouse_choices(read(), current_company(), current_branch())[0]
        row = {"item": chosen["item"], "qty": chosen["qty"] or Decimal(1), "unit": chosen["unit"], "index": 0}
        asked = ask_price(
            read(),
            typed_lines(read(), [row])[0],
            company_id=current_company(),
            customer_id=named_customer(read(), chosen["customer"]) if chosen["customer"] else None,
            warehouse_id=warehouse_id,
            on=chosen["on"] or business_date(),
            minor_units=current_place().minor_units,
        )
    return render("crm/pricing/ask.html", asked=asked, chosen=chosen)


@bp.get("/limits")
@requires("crm.price.view")
def limits() -> Response:
    known = discount_limits(read(), current_company())
    rows = [{"role": role, "max_percent": known.get(role)} for role in _roles()]
    return render("crm/pricing/limits.html", rows=rows)


@bp.post("/limits")
@requires("crm.discount_limit.change")
def set_limits() -> Response:
    form, company_id = parse(DiscountLimitsForm), current_company()
    chosen = {row["role"]: row["max_percent"] for row in form["lines"] if row["max_percent"] is not None}
    unknown = set(chosen) - set(_roles())
    if unknown:
        raise Refused("There is no role %(unknown)s.", unknown=', '.join(sorted(unknown)))
    return perform(
        lambda work: set_discount_limits(work, company_id, chosen),
        then=lambda _: url_for(".limits"),
        said="Limits set.",
    )


def _roles() -> list[str]:
    return [code for code, _ in ROLES]
