"""Pages of return authorizations: the list, authorizing against what was sold, one RMA, and the reasons."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.customers.named_customer import named_customer
from erp.crm.customers.queries import customer
from erp.crm.customers.warehouse_choices import warehouse_choices
from erp.crm.returns.authorize_rma import authorize_rma
from erp.crm.returns.cancel_rma import cancel_rma
from erp.crm.returns.change_return_reason import change_return_reason
from erp.crm.returns.entry import RmaEntry, RmaLineEntry
from erp.crm.returns.forms import CancelRmaForm, FindSaleForm, ReasonForm, RmaFilterForm, RmaForm
from erp.crm.returns.original_sales import returnable_sales
from erp.crm.returns.page_queries import return_reasons, rma_page, rmas_statement
from erp.inventory.api import items, items_by_code
from erp.kernel.errors import NotFound
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import (
    business_date,
    current_branch,
    current_company,
    perform,
    read,
    require_branch,
    visible_branches,
)
from erp.web.routing import requires

bp = Blueprint("crm_returns", __name__, url_prefix="/crm/rmas")

COLUMNS = (
    Column("number", "RMA", link=lambda row: url_for("crm_returns.show", rma_id=row.id)),
    Column("authorized_on", "Authorized", kind="day"),
    Column("valid_until", "Until", kind="day"),
    Column("customer_name", "Customer"),
    Column("customer_reference", "Their reference"),
    Column("state", "Status", kind="status"),
    Column("amount", "Billed at", kind="amount", total=True, currency="currency"),
)


@bp.get("")
@requires("crm.rma.view")
def index() -> Response:
    chosen = parse_query(RmaFilterForm)
    statement = rmas_statement(current_company(), branch_ids=visible_branches("crm.rma.view"), **chosen)
    listing = page_by_key(statement, columns=COLUMNS, key=("-authorized_on", "-id"))
    return render_list("crm/returns/index.html", listing, name="rmas")


@bp.get("/new")
@requires("crm.rma.authorize")
def new() -> Response:
    chosen = parse_query(FindSaleForm)
    if not chosen["customer"]:
        return render("crm/returns/choose_customer.html")
    customer_id = named_customer(read(), chosen["customer"])
    wanted = items_by_code(read(), [chosen["item"]]) if chosen["item"] else {}
    sales = returnable_sales(
        read(),
        current_company(),
        customer_id,
        item_ids=[scanned.item.id for scanned in wanted.values()] if chosen["item"] else None,
        limit=100,
    )
    found = items(read(), {sale.item_id for sale in sales})
    return render(
        "crm/returns/new.html",
        customer=customer(read(), customer_id),
        item=chosen["item"],
        rows=[{"sale": sale, "sku": found[sale.item_id].sku} for sale in sales],
        warehouses=warehouse_choices(read(), current_company(), current_branch()),
        reasons=[(reason.code, reason.name) for reason in return_reasons(read()) if reason.status == "active"],
    )


@bp.post("")
@requires("crm.rma.authorize")
def create() -> Response:
    form = parse(RmaForm)
    entry = RmaEntry(
        company_id=current_company(),
        branch_id=current_branch(),
        warehouse_id=form["warehouse_id"],
        customer_id=named_customer(read(), form["customer"]),
        authorized_on=business_date(),
        lines=_lines(form["lines"]),
        restocking_fee_percent=form["restocking_fee_percent"] or Decimal(0),
        valid_until=form["valid_until"],
        customer_reference=form["customer_reference"],
        note=form["note"],
    )
    return perform(
        lambda work: authorize_rma(work, entry),
        then=lambda outcome: url_for(".show", rma_id=outcome.id),
        said=lambda outcome: gettext(
            "%(number)s is authorized; the warehouse expects the goods.",
            number=outcome.number
        ),
    )


@bp.get("/<uuid:rma_id>")
@requires("crm.rma.view")
def show(rma_id: UUID) -> Response:
    page = rma_page(read(), rma_id)
    require_branch("crm.rma.view", page.rma.branch_id)
    return render("crm/returns/show.html", found=page, rma=page.rma)


@bp.post("/<uuid:rma_id>/cancel")
@requires("crm.rma.authorize")
def cancel(rma_id: UUID) -> Response:
    form = parse(CancelRmaForm)
    return perform(
        lambda work: cancel_rma(work, rma_id, reason=form["reason"]),
        then=lambda outcome: url_for(".show", rma_id=outcome.id),
        said="What had not arrived is not expected any more.",
    )


@bp.get("/reasons")
@requires("crm.rma.view")
def reasons() -> Response:
    return render("crm/returns/reasons.html", reasons=return_reasons(read()))


@bp.post("/reasons")
@requires("crm.return_reason.change")
def change_reason() -> Response:
    form = parse(ReasonForm)
    return perform(
        lambda work: change_return_reason(work, **form), then=lambda _: url_for(".reasons"), said="Reason saved."
    )


def _lines(rows: list[dict[str, Any]]) -> tuple[RmaLineEntry, ...]:
    """The rows in which a quantity was typed; a row without a sale names its item."""
    typed = [row for row in rows if row["qty"] is not None]
    found = items_by_code(read(), [row["item"] for row in typed if not row["original_shipment_line_id"]])
    lines = []
    for row in typed:
        original_id, scanned = row["original_shipment_line_id"], found.get(row["item"])
        if original_id is None and scanned is None:
            raise NotFound("There is no item %(row)s.", field=f"lines-{row['index']}-item", row=row['item'])
        lines.append(
            RmaLineEntry(
                qty=row["qty"],
                reason=row["reason"],
                original_shipment_line_id=original_id,
                item_id=None if original_id or scanned is None else scanned.item.id,
                unit_price=None if original_id else row["unit_price"],
                note=row["note"],
            )
        )
    return tuple(lines)
