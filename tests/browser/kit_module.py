"""A module for tests alone: pages made of nothing but the shared parts, so that each is tried in a browser once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import text

from erp.kernel.errors import Refused
from erp.kernel.module import Module, NavItem, Permission
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.forms import Form, fields, parse
from erp.web.lookup import question, suggestions
from erp.web.pages import render
from erp.web.requests import perform
from erp.web.routing import requires
from erp.web.scanner import read_code

ITEMS = (
    ("THHN10", "Wire THHN 10", "120 RL"),
    ("THHN10-HB", "Wire THHN 10 half", "1800 RL"),
    ("EMT12", "Conduit", "48 EA"),
)

kit = Blueprint("kit_pages", __name__, url_prefix="/kit", template_folder=str(Path(__file__).parent / "kit_pages"))
sent: list[dict[str, Any]] = []


class LineForm(Form):
    item = fields.Code(required=True)
    qty = fields.Quantity(required=True, positive=True)


class OrderForm(Form):
    customer = fields.Code(required=True)
    price = fields.UnitPrice()
    lines = fields.Lines(LineForm, required=True)


class PickForm(Form):
    code = fields.Scan(required=True)
    qty = fields.Quantity(required=True, positive=True)
    short = fields.Check()


def take(form: dict[str, Any]) -> Any:
    """A step that takes a moment, as one on a busy day does, so that an impatient second click meets the first."""

    def step(work: UnitOfWork) -> int:
        work.execute(text("SELECT pg_sleep(0.3)"))
        sent.append(form)
        return len(sent)

    return step


@kit.get("/order")
@requires("kit.page.use")
def order() -> Response:
    return render("kit/order.html")


@kit.post("/order")
@requires("kit.page.use")
def enter() -> Response:
    form = parse(OrderForm)
    for line in form["lines"]:
        if line["item"] not in {code for code, _text, _extra in ITEMS}:
            raise Refused(f"There is no item {line['item']}.", field=f"lines-{line['index']}-item")
    return perform(take(form), then=lambda _n: url_for(".order"), said="Entered.")


@kit.get("/items")
@requires("kit.page.use")
def items() -> Response:
    return suggestions(entry for entry in ITEMS if question().lower() in entry[0].lower())


@kit.get("/panel/<uuid:item_id>")
@requires("kit.page.use")
def panel(item_id: UUID) -> Response:
    return Response(f"<p>Available {Decimal(48)} of {item_id}</p>")


@kit.get("/pick")
@requires("kit.page.use")
def pick() -> Response:
    return render("kit/pick.html")


@kit.post("/pick")
@requires("kit.page.use")
def confirm() -> Response:
    form = parse(PickForm)
    code = read_code(form["code"])
    if code.text not in {"BRK20", "09506000134352"}:
        raise Refused(f"{code.text} is not the item to pick. Scan BRK20.", field="code")
    return perform(take({**form, "read": code}), then=lambda _n: url_for(".pick"), said="Picked.")


EVERY_ROLE = ("branch_staff", "warehouse", "buyer", "sales", "credit", "accountant", "controller")
KIT = Module(
    name="kit",
    blueprints=(kit,),
    permissions=(Permission("kit.page.use", "Try the parts", EVERY_ROLE),),
    navigation=(NavItem("Parts", "kit_pages.order", "kit.page.use", "Sales"),),
)
