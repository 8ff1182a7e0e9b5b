"""The yes to an action on many rows."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from erp.kernel.errors import NotFound
from erp.kernel.plain import to_plain
from erp.overview.row_actions.act_on_rows import named_action
from erp.overview.row_actions.ask_for_rows import ask_for_rows
from erp.overview.row_actions.forms import StartForm, answers_form
from erp.web.addresses import own_address
from erp.web.doors import house
from erp.web.forms import parse
from erp.web.requests import business_date, current_company, perform
from erp.web.routing import signed_in

bp = Blueprint("overview_row_actions", __name__, url_prefix="/lists/rows")


@bp.post("")
@signed_in
def start() -> Response:
    form = parse(StartForm)
    action = named_action(house().services.modules, form["action"])
    if action is None:
        raise NotFound("There is no such action.")
    answers = to_plain(parse(answers_form(action)))
    company_id, today, back = current_company(), business_date(), own_address(form["back"]) or "/"
    return perform(
        lambda work: ask_for_rows(
            work, action, form["rows"], company_id=company_id, today=today, answers=answers, back=back
        ),
        then=lambda job_id: url_for("overview_jobs.show", job_id=job_id),
    )
