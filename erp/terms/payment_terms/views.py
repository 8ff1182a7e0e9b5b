"""Pages of payment terms."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from erp.kernel.errors import NotFound, Refused
from erp.kernel.money import ZERO
from erp.terms.payment_terms.arithmetic import PORTIONS, TermLine, due_dates
from erp.terms.payment_terms.define import define_payment_term, retire_payment_term
from erp.terms.payment_terms.forms import TermForm
from erp.terms.payment_terms.models import DISCOUNT_BASES, PaymentTerm
from erp.terms.payment_terms.queries import payment_terms
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, perform, read
from erp.web.routing import requires

bp = Blueprint("terms_payment_terms", __name__, url_prefix="/terms/payment-terms")

EXAMPLE = Decimal(1000)
LONGEST_DAYS, LONGEST_MONTHS = 3650, 120
COLUMNS = (
    Column("code", "Terms", link=lambda row: url_for(".show", term_id=row.id)),
    Column("name", "Name"),
    Column("status", "Status", kind="status"),
)


@bp.get("")
@requires("terms.payment_term.view")
def index() -> Response:
    statement = select(PaymentTerm.id, PaymentTerm.code, PaymentTerm.name, PaymentTerm.status)
    listing = page_by_key(statement, columns=COLUMNS, key=("code", "id"))
    return render_list("terms/payment_terms/index.html", listing, name="payment-terms")


@bp.get("/new")
@requires("terms.payment_term.define")
def new() -> Response:
    return render("terms/payment_terms/new.html", portions=PORTIONS, bases=DISCOUNT_BASES)


@bp.post("")
@requires("terms.payment_term.define")
def define() -> Response:
    form = parse(TermForm)
    lines = [_line(typed) for typed in form.pop("lines")]
    return perform(
        lambda work: define_payment_term(work, lines=lines, **form),
        then=lambda term: url_for(".show", term_id=term.id),
        said=lambda term: gettext("Payment terms %(code)s defined.", code=term.code),
    )


@bp.get("/<uuid:term_id>")
@requires("terms.payment_term.view")
def show(term_id: UUID) -> Response:
    """The terms, and what they make of an invoice of 1,000 issued today."""
    term = payment_terms(read(), [term_id]).get(term_id)
    if term is None:
        raise NotFound("There are no such payment terms.")
    row = read().get_one(PaymentTerm, term_id)
    example = due_dates(term, business_date(), EXAMPLE)
    return render(
        "terms/payment_terms/show.html", term=term, is_active=row.status == "active", example=example, amount=EXAMPLE
    )


@bp.post("/<uuid:term_id>/retire")
@requires("terms.payment_term.define")
def retire(term_id: UUID) -> Response:
    return perform(
        lambda work: retire_payment_term(work, term_id),
        then=lambda _: url_for(".show", term_id=term_id),
        said="Retired: new documents cannot choose these terms.",
    )


def _line(typed: dict[str, Any]) -> TermLine:
    for name, most in (
        ("add_days", LONGEST_DAYS), ("discount_days", LONGEST_DAYS), ("add_months", LONGEST_MONTHS),
        ("set_day", 31), ("next_month_day", 31),
    ):
        if not 0 <= (typed[name] or 0) <= most:
            raise Refused("Write a number from 0 to %(most)s.", field=f"lines-{typed['index']}-{name}", most=most)
    return TermLine(
        portion=typed["portion"],
        value=typed["value"] or ZERO,
        add_months=typed["add_months"] or 0,
        set_day=typed["set_day"] or None,
        add_days=typed["add_days"] or 0,
        end_of_month=typed["end_of_month"],
        next_month_day=typed["next_month_day"] or None,
        discount_percent=typed["discount_percent"] or ZERO,
        discount_days=typed["discount_days"] or 0,
    )
