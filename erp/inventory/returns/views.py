"""Returns on the desk: what is expected, taking it in, inspecting it, and deciding what becomes of it."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import func, or_, select

from erp.inventory.locations.models import Warehouse
from erp.inventory.locations.queries import bins
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.returns.dispose import Disposal, dispose_return
from erp.inventory.returns.forms import DisposeForm, InspectForm, ReceiptFilterForm, ReceiveReturnForm
from erp.inventory.returns.inspect import Finding, inspect_return
from erp.inventory.returns.models import CONDITIONS, DISPOSITIONS, ReturnReceipt, ReturnReceiptLine
from erp.inventory.returns.queries import (
    ExpectedLine,
    dispositions,
    expected_lines,
    expected_returns,
    lot_by_code,
    receipt_lines,
    receipts_of_origin,
    return_receipt,
)
from erp.inventory.returns.receive import ReturnedGoods
from erp.inventory.returns.take_in import take_in_return
from erp.kernel.errors import Refused
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.lookup import question, suggestions
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import (
    business_date,
    chosen_day,
    current_company,
    perform,
    read,
    require_branch,
    visible_branches,
)
from erp.web.routing import requires

bp = Blueprint("inventory_returns", __name__, url_prefix="/inventory/returns")

COLUMNS = (
    Column("number", "Return receipt", link=lambda row: url_for(".show", receipt_id=row.id)),
    Column("received_on", "Received", kind="day"),
    Column("origin_number", "RMA"),
    Column("consignor_name", "From"),
    Column("warehouse_code", "Warehouse"),
    Column("lines", "Lines", kind="integer", total=True),
    Column("lines_waiting", "Waiting for a decision", kind="integer", total=True),
)


@bp.get("")
@requires("inventory.return.view")
def index() -> Response:
    chosen = parse_query(ReceiptFilterForm)
    waiting = func.count(ReturnReceiptLine.id).filter(ReturnReceiptLine.qty_dispositioned < ReturnReceiptLine.qty)
    statement = (
        select(
            ReturnReceipt.id,
            ReturnReceipt.number,
            ReturnReceipt.received_on,
            ReturnReceipt.origin_number,
            ReturnReceipt.consignor_name,
            Warehouse.code.label("warehouse_code"),
            func.count(ReturnReceiptLine.id).label("lines"),
            waiting.label("lines_waiting"),
        )
        .join(Warehouse, Warehouse.id == ReturnReceipt.warehouse_id)
        .join(ReturnReceiptLine, ReturnReceiptLine.receipt_id == ReturnReceipt.id)
        .where(ReturnReceipt.warehouse_id.in_([found.id for found in warehouses_in_reach("inventory.return.view")]))
        .group_by(ReturnReceipt.id, Warehouse.id)
    )
    if chosen["inspect"]:
        unseen = ReturnReceiptLine.inspected_at.is_(None)
        statement = statement.having(
            func.count(ReturnReceiptLine.id).filter(
                ReturnReceiptLine.qty_dispositioned < ReturnReceiptLine.qty, unseen
            )
            > 0
        )
    if chosen["waiting"]:
        statement = statement.having(waiting > 0)
    if chosen["q"]:
        statement = statement.where(
            or_(
                ReturnReceipt.number.istartswith(chosen["q"], autoescape=True),
                ReturnReceipt.origin_number.istartswith(chosen["q"], autoescape=True),
                ReturnReceipt.consignor_name.icontains(chosen["q"], autoescape=True),
            )
        )
    listing = page_by_key(statement, columns=COLUMNS, key=("-id",))
    return render_list("inventory/returns/index.html", listing, name="return-receipts")


@bp.get("/expected")
@requires("inventory.return.view")
def expected() -> Response:
    found = expected_returns(read(), current_company(), visible_branches("inventory.return.view"))
    return render("inventory/returns/expected.html", returns=found)


@bp.get("/expected/<uuid:origin_id>")
@requires("inventory.return.receive")
def new(origin_id: UUID) -> Response:
    lines = _expected(origin_id)
    return render("inventory/returns/new.html", lines=lines, conditions=CONDITIONS)


@bp.post("/expected/<uuid:origin_id>")
@requires("inventory.return.receive")
def receive(origin_id: UUID) -> Response:
    form = parse(ReceiveReturnForm)
    by_id = {line.id: line for line in _expected(origin_id)}
    counted = [line for line in form["lines"] if line["qty"]]
    if not counted or any(line["expectation_id"] not in by_id for line in counted):
        raise Refused("Enter how many of each item came back.")
    goods = [
        ReturnedGoods(
            line["expectation_id"],
            line["qty"],
            lot_of(by_id[line["expectation_id"]], line["lot"], f"lines-{line['index']}-lot"),
        )
        for line in counted
    ]
    conditions = [(line["condition"], line["notes"]) if line["condition"] else None for line in counted]
    received_on = chosen_day(
        "inventory.return.backdate", form["received_on"], next(iter(by_id.values())).branch_id
    )
    return perform(
        lambda work: take_in_return(work, goods, conditions, occurred_on=received_on),
        then=lambda received: url_for(".show", receipt_id=received.id),
        said=lambda received: gettext("%(number)s: the goods are in inspection.", number=received.number),
    )


@bp.get("/<uuid:receipt_id>")
@requires("inventory.return.view")
def show(receipt_id: UUID) -> Response:
    receipt = return_receipt(read(), receipt_id)
    require_branch("inventory.return.view", receipt.branch_id)
    return render(
        "inventory/returns/show.html",
        receipt=receipt,
        lines=receipt_lines(read(), receipt_id),
        dispositions=dispositions(read(), receipt_id),
        conditions=CONDITIONS,
        choices=DISPOSITIONS,
    )


@bp.post("/<uuid:receipt_id>/inspect")
@requires("inventory.return.inspect")
def inspect(receipt_id: UUID) -> Response:
    form = parse(InspectForm)
    require_branch("inventory.return.inspect", return_receipt(read(), receipt_id).branch_id)
    findings = [
        Finding(line["line_id"], line["condition"], line["notes"]) for line in form["lines"] if line["condition"]
    ]
    if not findings:
        raise Refused("Say what condition the goods are in.")
    return perform(
        lambda work: inspect_return(work, receipt_id, findings),
        then=lambda _: url_for(".show", receipt_id=receipt_id),
        said="Inspection noted.",
    )


@bp.post("/<uuid:receipt_id>/dispose")
@requires("inventory.return.dispose")
def dispose(receipt_id: UUID) -> Response:
    form = parse(DisposeForm)
    receipt = return_receipt(read(), receipt_id)
    require_branch("inventory.return.dispose", receipt.branch_id)
    by_code = {found.code: found.id for found in bins(read(), receipt.warehouse_id)}
    disposals = []
    for line in form["lines"]:
        if not line["disposition"] or not line["qty"]:
            continue
        code = (line["bin"] or "").upper()
        if code and code not in by_code:
            raise Refused(
                "There is no bin %(code)s in %(warehouse_code)s.",
                field=f"lines-{line['index']}-bin", code=code, warehouse_code=receipt.warehouse_code,
            )
        disposals.append(
            Disposal(line["line_id"], line["disposition"], line["qty"], line["reason"], by_code.get(code))
        )
    occurred_on = business_date(receipt.branch_id)
    return perform(
        lambda work: dispose_return(work, receipt_id, disposals, occurred_on=occurred_on),
        then=lambda _: url_for(".show", receipt_id=receipt_id),
        said=lambda complete: (
            gettext("Everything of this return is decided; the customer is credited.")
            if complete else gettext("Decision noted.")
        ),
    )


@bp.get("/<uuid:receipt_id>/suggest-bins")
@requires("inventory.return.dispose")
def suggest_bins(receipt_id: UUID) -> Response:
    receipt = return_receipt(read(), receipt_id)
    require_branch("inventory.return.dispose", receipt.branch_id)
    typed = question().upper()
    places = bins(read(), receipt.warehouse_id)
    return suggestions((p.code, p.kind) for p in places if p.code.startswith(typed) and p.kind != "transit")


@bp.get("/of-origin/<uuid:origin_id>")
@requires("inventory.return.view")
def of_origin(origin_id: UUID) -> Response:
    found = receipts_of_origin(read(), origin_id, visible_branches("inventory.return.view"))
    return render("inventory/returns/_of_origin.html", receipts=found)


def lot_of(line: ExpectedLine, code: str, field: str = "lot") -> UUID | None:
    """The lot of a typed or scanned code; none where the item has none or the shipped one is meant."""
    if line.tracking == "none" or not code:
        return None
    found = lot_by_code(read(), line.item_id, code)
    if found is None:
        raise Refused(
            "There is no %(tracking)s %(code)s of %(sku)s.",
            field=field, tracking=line.tracking, code=code, sku=line.sku,
        )
    return found


def _expected(origin_id: UUID) -> list[ExpectedLine]:
    lines = expected_lines(read(), origin_id)
    require_branch("inventory.return.receive", lines[0].branch_id)
    return lines
