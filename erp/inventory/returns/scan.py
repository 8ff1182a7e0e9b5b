"""Taking in returns with a scanner: scan the RMA, scan an item, count it, say what it looks like, next; then Done.

Each scan is kept at once, so that nothing is lost; Done receives everything counted in one return receipt, for which
the customer gets one credit memo.
"""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.catalog.known_codes import known_codes
from erp.inventory.catalog.queries import items_by_code
from erp.inventory.plain_quantity import plain
from erp.inventory.returns.count_return import CountedGoods, count_return
from erp.inventory.returns.counted import WaitingCount, waiting_counts
from erp.inventory.returns.discard_count import discard_count
from erp.inventory.returns.forms import ScanFindForm, ScanItemForm, ScanReturnForm
from erp.inventory.returns.models import CONDITIONS
from erp.inventory.returns.queries import ExpectedLine, expected_lines, expected_returns, origin_by_number
from erp.inventory.returns.receive_counted import receive_counted_return
from erp.inventory.returns.views import lot_of
from erp.kernel.errors import Refused
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext, said_of
from erp.web.pages import redirect_to, render
from erp.web.requests import business_date, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires
from erp.web.scanner import read_code

bp = Blueprint("inventory_scan_returns", __name__, url_prefix="/scan/returns")


@bp.get("")
@requires("inventory.return.receive")
def index() -> Response:
    return _waiting()


@bp.get("/find")
@requires("inventory.return.receive")
def find() -> Response:
    try:
        origin_id = origin_by_number(read(), read_code(parse_query(ScanFindForm)["code"]).text)
    except Refused as refusal:
        return _waiting(said_of(refusal))
    return redirect_to(".show", origin_id=origin_id)


@bp.get("/<uuid:origin_id>")
@requires("inventory.return.receive")
def show(origin_id: UUID) -> Response:
    lines = expected_lines(read(), origin_id)
    require_branch("inventory.return.receive", lines[0].branch_id)
    counts = waiting_counts(read(), origin_id)
    code = parse_query(ScanItemForm)["code"]
    fault = None
    if code:
        try:
            line, lot = _line_of(lines, counts, code)
        except Refused as refusal:
            fault = said_of(refusal)
        else:
            return render(
                "inventory/returns/scan_line.html",
                line=line,
                left=line.qty_open - _counted(counts, line),
                lot=lot,
                conditions=CONDITIONS,
            )
    left = {line.id: line.qty_open - _counted(counts, line) for line in lines}
    return render(
        "inventory/returns/scan_rma.html",
        lines=lines,
        left=left,
        still={line_id: plain(qty) for line_id, qty in left.items()},
        codes=[code.as_told() for code in known_codes(read(), {line.item_id for line in lines})],
        counts=counts,
        conditions=CONDITIONS,
        fault=fault,
    )


@bp.post("/<uuid:origin_id>/count")
@requires("inventory.return.receive")
def count(origin_id: UUID) -> Response:
    form = parse(ScanReturnForm)
    by_id = {line.id: line for line in expected_lines(read(), origin_id)}
    line = by_id.get(form["expectation_id"])
    if line is None:
        raise Refused("That item is not on this RMA. Scan it again.")
    require_branch("inventory.return.receive", line.branch_id)
    goods = CountedGoods(line.id, form["qty"], form["condition"], lot_of(line, form["lot"]))
    return perform(
        lambda work: count_return(work, [goods]),
        then=lambda _: url_for(".show", origin_id=origin_id),
        said=gettext(
            "%(sku)s: %(form)s %(base_unit)s counted.",
            sku=line.sku, form=plain(form['qty']), base_unit=line.base_unit
        ),
    )


@bp.post("/<uuid:origin_id>/counts/<uuid:count_id>/discard")
@requires("inventory.return.receive")
def discard(origin_id: UUID, count_id: UUID) -> Response:
    return perform(
        lambda work: discard_count(work, count_id),
        then=lambda _: url_for(".show", origin_id=origin_id),
        said=gettext("Taken back. Scan it again if it is here."),
    )


@bp.post("/<uuid:origin_id>/receive")
@requires("inventory.return.receive")
def receive(origin_id: UUID) -> Response:
    branch_id = expected_lines(read(), origin_id)[0].branch_id
    require_branch("inventory.return.receive", branch_id)
    received_on = business_date(branch_id)
    return perform(
        lambda work: receive_counted_return(work, origin_id, occurred_on=received_on),
        then=lambda _: url_for(".show", origin_id=origin_id),
        said=lambda received: gettext(
            "Everything counted is in: %(number)s. Put it into the returns bin.",
            number=received.number
        ),
    )


def _waiting(fault: str = "") -> Response:
    found = expected_returns(read(), current_company(), visible_branches("inventory.return.receive"), limit=30)
    return render("inventory/returns/scan_index.html", returns=found, fault=fault)


def _line_of(lines: list[ExpectedLine], counts: Sequence[WaitingCount], code: str) -> tuple[ExpectedLine, str]:
    """The line a label belongs to, one with something left first. Raises: Refused saying what it is instead."""
    label = read_code(code)
    known_by = label.gtin or label.text
    scanned = items_by_code(read(), [known_by]).get(known_by)
    if scanned is None:
        raise Refused(
            "Nothing is known by the code %(known_by)s. Scan the item's label.",
            field="code", known_by=known_by,
        )
    found = [line for line in lines if line.item_id == scanned.item.id]
    if not found:
        raise Refused(
            "%(sku)s is not on %(origin_number)s. Set it aside.",
            field="code", sku=scanned.item.sku, origin_number=lines[0].origin_number,
        )
    line = max(found, key=lambda each: each.qty_open > _counted(counts, each))
    if line.qty_open <= _counted(counts, line):
        raise Refused(
            "All of %(sku)s on %(origin_number)s has come back already.",
            field="code", sku=line.sku, origin_number=line.origin_number,
        )
    return line, label.serial or label.lot or line.shipped_lot_code or ""


def _counted(counts: Sequence[WaitingCount], line: ExpectedLine) -> Decimal:
    return sum((count.qty for count in counts if count.expectation_id == line.id), Decimal(0))
