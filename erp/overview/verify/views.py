"""The proof page: every invariant with its figure, what it means, and its SQL."""

from flask import Blueprint
from werkzeug.wrappers import Response

from erp.kernel.db import new_session
from erp.overview.verify.run import verify_books
from erp.web.doors import house
from erp.web.pages import render
from erp.web.routing import requires

bp = Blueprint("overview_verify", __name__, url_prefix="/overview/proof")


@bp.get("")
@requires("overview.proof.view")
def index() -> Response:
    """Check now, and show what was found."""
    services = house().services
    with new_session(services.engine) as session:
        findings = verify_books(session, services.bus)
    return render("overview/verify/index.html", findings=findings)
