"""Pages of companies."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.organization.companies.change import change_company
from erp.organization.companies.create import create_company
from erp.organization.companies.forms import ChangeCompanyForm, NewCompanyForm
from erp.organization.companies.queries import companies, company
from erp.organization.currencies.queries import currencies
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("organization_companies", __name__, url_prefix="/organization/companies")

MONTHS = tuple(
    enumerate(
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December"),
        start=1,
    )
)


@bp.get("")
@requires("organization.company.view")
def index() -> Response:
    return render("organization/companies/index.html", companies=companies(read()))


@bp.get("/new")
@requires("organization.company.change")
def new() -> Response:
    months = [(number, gettext(name)) for number, name in MONTHS]
    return render("organization/companies/new.html", currencies=currencies(read()), months=months)


@bp.post("")
@requires("organization.company.change")
def create() -> Response:
    form = parse(NewCompanyForm)
    form["email"] = form["email"] or ""
    return perform(
        lambda work: create_company(work, **form),
        then=lambda created: url_for(".show", company_id=created.id),
        said=lambda created: gettext(
            "Company %(code)s created. Choose it in the bar at the top, install its chart of accounts and "
            "open its first fiscal year.",
            code=created.code
        ),
    )


@bp.get("/<uuid:company_id>")
@requires("organization.company.view")
def show(company_id: UUID) -> Response:
    found = company(read(), company_id)
    months = {number: gettext(name) for number, name in MONTHS}
    return render("organization/companies/show.html", company=found, months=months)


@bp.post("/<uuid:company_id>")
@requires("organization.company.change")
def change(company_id: UUID) -> Response:
    form = parse(ChangeCompanyForm)
    form["email"] = form["email"] or ""
    return perform(
        lambda work: change_company(work, company_id, **form),
        then=lambda _: url_for(".show", company_id=company_id),
        said="Saved.",
    )
