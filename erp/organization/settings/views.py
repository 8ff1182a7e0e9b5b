"""The settings page: what may be chosen, and what each choice means for the books."""

from flask import Blueprint, Response, request, url_for

from erp.organization.settings.change import change_settings
from erp.organization.settings.definitions import DEFINITIONS
from erp.organization.settings.queries import settings
from erp.web.forms import Form, fields, parse
from erp.web.pages import render
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("organization_settings", __name__, url_prefix="/organization/settings")

_FIELDS = {definition.key: fields.Text(max=40, allow_none=True) for definition in DEFINITIONS}
SettingsForm: type[Form] = type("SettingsForm", (Form,), {**_FIELDS, "reason": fields.Text(max=200)})


@bp.get("")
@requires("organization.setting.view")
def show() -> Response:
    sections: dict[str, list[object]] = {}
    for definition in DEFINITIONS:
        sections.setdefault(definition.section, []).append(definition)
    return render(
        "organization/settings/show.html", sections=sections, values=settings(read(), current_company())
    )


@bp.post("")
@requires("organization.setting.change")
def change() -> Response:
    form, company_id = parse(SettingsForm), current_company()
    sent = request.get_json(silent=True) if request.is_json else request.form
    chosen = {key: form[key] for key in form if key != "reason" and key in (sent or {})}
    return perform(
        lambda work: change_settings(work, company_id, chosen, reason=form["reason"]),
        then=lambda _: url_for(".show"),
        said="Saved. It holds for steps taken from now on.",
    )
