"""Pages of promotions: the list, a new one, and what one gives."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy.orm import Session

from erp.crm.customers.named_customer import named_customer
from erp.crm.promotions.arithmetic import TargetFacts
from erp.crm.promotions.define_promotion import NewPromotion, define_promotion
from erp.crm.promotions.forms import NewPromotionForm
from erp.crm.promotions.models import COUNTING, PURPOSES, REWARDS
from erp.crm.promotions.queries import families_named, promotion, promotion_targets, promotions_statement
from erp.crm.promotions.retire_promotion import retire_promotion
from erp.inventory.api import items, items_by_code
from erp.kernel.errors import NotFound
from erp.kernel.money import ZERO
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("crm_promotions", __name__, url_prefix="/crm/promotions")

COLUMNS = (
    Column("code", "Promotion", link=lambda row: url_for("crm_promotions.show", promotion_id=row.id)),
    Column("name", "Name"),
    Column("reward", "Gives", kind="status"),
    Column("priority", "Priority", kind="integer"),
    Column("coupon", "Coupon"),
    Column("valid_from", "From", kind="day"),
    Column("valid_to", "To", kind="day"),
    Column("status", "Status", kind="status"),
)


@bp.get("")
@requires("crm.price.view")
def index() -> Response:
    listing = page_by_key(promotions_statement(current_company()), columns=COLUMNS, key=("-valid_from", "-id"))
    return render_list("crm/promotions/index.html", listing, name="promotions")


@bp.get("/new")
@requires("crm.promotion.change")
def new() -> Response:
    return render("crm/promotions/new.html", rewards=REWARDS, counting=COUNTING, purposes=PURPOSES)


@bp.post("")
@requires("crm.promotion.change")
def create() -> Response:
    form = parse(NewPromotionForm)
    given = {
        name: form[name]
        for name in (
            "code", "name", "valid_from", "valid_to", "combines", "coupon", "counting", "max_qty", "max_amount",
            "reward", "percent", "unit_price", "amount_off", "goods_qty", "goods_per_qty",
        )
    }
    entered = NewPromotion(
        company_id=current_company(),
        customer_id=named_customer(read(), form["customer"]) if form["customer"] else None,
        priority=form["priority"] or 0,
        min_qty=form["min_qty"] or ZERO,
        min_amount=form["min_amount"] or ZERO,
        goods_item_id=_item(form["goods_item"]),
        goods_price=form["goods_price"] or ZERO,
        targets=_targets(read(), form["lines"]),
        **given,
    )
    return perform(
        lambda work: define_promotion(work, entered),
        then=lambda promotion_id: url_for(".show", promotion_id=promotion_id),
        said=gettext("Promotion %(code)s holds from %(day)s on.", code=form["code"], day=form["valid_from"]),
    )


@bp.get("/<uuid:promotion_id>")
@requires("crm.price.view")
def show(promotion_id: UUID) -> Response:
    found = promotion(read(), promotion_id, current_company())
    goods = items(read(), [found.goods_item_id]).get(found.goods_item_id) if found.goods_item_id else None
    return render(
        "crm/promotions/show.html", promotion=found, targets=promotion_targets(read(), promotion_id), goods=goods
    )


@bp.post("/<uuid:promotion_id>/retire")
@requires("crm.promotion.change")
def retire(promotion_id: UUID) -> Response:
    promotion(read(), promotion_id, current_company())
    return perform(
        lambda work: retire_promotion(work, promotion_id),
        then=lambda _: url_for(".show", promotion_id=promotion_id),
        said=gettext("Retired: it gives nothing from now on."),
    )


def _item(code: str | None) -> UUID | None:
    if not code:
        return None
    found = items_by_code(read(), [code]).get(code)
    if found is None:
        raise NotFound("There is no item %(code)s.", field="goods_item", code=code)
    return found.item.id


def _targets(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[TargetFacts]:
    """Items and families by their codes, in two executions."""
    scanned = items_by_code(session, [row["item"] for row in rows if row["item"]])
    families = families_named(session, [row["family"] for row in rows if row["family"]])
    targets = []
    for row in rows:
        item = scanned.get(row["item"]) if row["item"] else None
        family_id = families.get(row["family"].upper()) if row["family"] else None
        if (item is None) == (family_id is None):
            raise NotFound("Name an item or a family that exists, one of the two.", field=f"lines-{row['index']}-item")
        targets.append(TargetFacts(item.item.id if item else None, family_id, row["purpose"]))
    return targets
