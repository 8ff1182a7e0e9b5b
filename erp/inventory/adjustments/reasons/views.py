"""The page of adjustment reasons."""

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from erp.inventory.adjustments.models import AdjustmentReason
from erp.inventory.adjustments.queries import OWN_USE
from erp.inventory.adjustments.reasons.add_reason import DIRECTIONS, add_reason
from erp.inventory.adjustments.reasons.change_reason import change_reason
from erp.web.forms import Form, fields, parse
from erp.web.pages import render
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("inventory_adjustment_reasons", __name__, url_prefix="/inventory/adjustment-reasons")


class NewReasonForm(Form):
    """A new reason."""

    code = fields.Text(required=True, max=40)
    name = fields.Text(required=True, max=80)
    direction = fields.Choice(DIRECTIONS, required=True)


class ReasonForm(Form):
    """What a reason is called and whether it may be chosen."""

    name = fields.Text(required=True, max=80)
    active = fields.Check()


@bp.get("")
@requires("inventory.adjustment.view")
def index() -> Response:
    reasons = read().scalars(select(AdjustmentReason).order_by(AdjustmentReason.name)).all()
    return render("inventory/adjustments/reasons.html", reasons=reasons, own_use=OWN_USE, directions=DIRECTIONS)


@bp.post("")
@requires("inventory.adjustment_reason.define")
def add() -> Response:
    form = parse(NewReasonForm)
    return perform(lambda work: add_reason(work, **form), then=lambda _: url_for(".index"), said="Reason added.")


@bp.post("/<code>/change")
@requires("inventory.adjustment_reason.define")
def change(code: str) -> Response:
    form = parse(ReasonForm)
    return perform(
        lambda work: change_reason(work, code, **form), then=lambda _: url_for(".index"), said="Reason changed."
    )
