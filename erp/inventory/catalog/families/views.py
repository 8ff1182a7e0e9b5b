"""Pages of item families: which there are, and which the company trades."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import and_, func, select

from erp.inventory.catalog.activate_family import activate_family
from erp.inventory.catalog.create_family import create_family
from erp.inventory.catalog.deactivate_family import deactivate_family
from erp.inventory.catalog.forms import FamilyForm
from erp.inventory.catalog.models import Item, ItemFamily, ItemFamilyCompany
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import business_date, current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("inventory_families", __name__, url_prefix="/inventory/families")


@bp.get("")
@requires("inventory.family.view")
def index() -> Response:
    item_count = select(func.count()).where(Item.family_id == ItemFamily.id).scalar_subquery()
    families = read().execute(
        select(
            ItemFamily.id,
            ItemFamily.code,
            ItemFamily.name,
            func.coalesce(ItemFamilyCompany.status, "inactive").label("status"),
            item_count.label("items"),
        )
        .outerjoin(
            ItemFamilyCompany,
            and_(ItemFamilyCompany.family_id == ItemFamily.id, ItemFamilyCompany.company_id == current_company()),
        )
        .order_by(ItemFamily.code)
    )
    return render("inventory/catalog/families.html", families=families.all())


@bp.post("")
@requires("inventory.family.edit")
def create() -> Response:
    form = parse(FamilyForm)
    company_id, today = current_company(), business_date()

    def step(work: UnitOfWork) -> UUID:
        family_id = create_family(work, code=form["code"], name=form["name"])
        if form["activate"]:
            activate_family(work, family_id, company_id, occurred_on=today)
        return family_id

    return perform(step, then=lambda _: url_for(".index"), said="Family created.")


@bp.post("/<uuid:family_id>/activate")
@requires("inventory.family.edit")
def activate(family_id: UUID) -> Response:
    company_id, today = current_company(), business_date()
    return perform(
        lambda work: activate_family(work, family_id, company_id, occurred_on=today),
        then=lambda _: url_for(".index"),
        said="The company trades the family from now on.",
    )


@bp.post("/<uuid:family_id>/deactivate")
@requires("inventory.family.edit")
def deactivate(family_id: UUID) -> Response:
    company_id = current_company()
    return perform(
        lambda work: deactivate_family(work, family_id, company_id),
        then=lambda _: url_for(".index"),
        said="The company no longer trades the family.",
    )
