"""The page of the letterhead: logo, bank, closing lines, sheet and language of a company's papers."""

from flask import Blueprint, Response, request, url_for

from erp.kernel.languages import LANGUAGES
from erp.organization.letterhead.change_letterhead import LARGEST_LOGO, change_letterhead
from erp.organization.letterhead.models import SHEETS
from erp.organization.letterhead.queries import letterhead
from erp.web.forms import Form, fields, parse
from erp.web.pages import render
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("organization_letterhead", __name__, url_prefix="/organization/letterhead")


class LetterheadForm(Form):
    """What the page may send; the logo comes as a file beside it."""

    sheet = fields.Choice(SHEETS, required=True)
    language = fields.Choice(tuple(LANGUAGES), required=True)
    bank = fields.Text(max=600)
    closing = fields.Text(max=600)
    without_logo = fields.Check()


@bp.get("")
@requires("organization.letterhead.view")
def show() -> Response:
    return render(
        "organization/letterhead/show.html", letterhead=letterhead(read(), current_company()),
        company_id=current_company(), languages=list(LANGUAGES.items()),
    )


@bp.post("/change")
@requires("organization.letterhead.change")
def change() -> Response:
    form, company_id = parse(LetterheadForm), current_company()
    sent = request.files.get("logo")
    logo = sent.read(LARGEST_LOGO + 1) if sent else None
    if sent:
        sent.seek(0)  # the request's key is bound to what was sent, file and all
    return perform(
        lambda work: change_letterhead(work, company_id, **form, logo=logo or None),
        then=lambda _: url_for(".show"),
        said="Saved. Papers made from now on carry it.",
    )
