"""Pages of currencies and rates."""

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from erp.organization.currencies.models import ExchangeRate
from erp.organization.currencies.queries import currencies
from erp.organization.currencies.record_rate import record_rate
from erp.web.forms import Form, fields, parse
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("organization_currencies", __name__, url_prefix="/organization/currencies")

COLUMNS = (
    Column("valid_from", "From", kind="day"),
    Column("from_currency", "One"),
    Column("to_currency", "is worth in"),
    Column("rate", "Rate", kind="unit_price"),
)


class RateForm(Form):
    from_currency = fields.Code(max=3, required=True)
    to_currency = fields.Code(max=3, required=True)
    valid_from = fields.Day(required=True)
    rate = fields.UnitPrice(positive=True, required=True)


@bp.get("")
@requires("organization.currency.view")
def index() -> Response:
    statement = select(
        ExchangeRate.id, ExchangeRate.valid_from, ExchangeRate.from_currency, ExchangeRate.to_currency,
        ExchangeRate.rate,
    )
    listing = page_by_key(statement, columns=COLUMNS, key=("-valid_from", "from_currency", "to_currency", "id"))
    return render_list(
        "organization/currencies/index.html", listing, name="exchange-rates", currencies=currencies(read())
    )


@bp.post("")
@requires("organization.currency.change")
def record() -> Response:
    form = parse(RateForm)
    return perform(
        lambda work: record_rate(work, **form),
        then=lambda _: url_for(".index"),
        said="Recorded. It holds until the next rate of this pair.",
    )
