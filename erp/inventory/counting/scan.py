"""Counting with a scanner: go to the bin, scan what stands there, say how many, next. The books' figure is hidden."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.adjustments.typed_lines import TypedLine, understand_lines
from erp.inventory.catalog.known_codes import known_codes
from erp.inventory.counting.enter_counts import CountedQuantity, enter_counts
from erp.inventory.counting.forms import ScanCountForm
from erp.inventory.counting.queries import count_page, open_counts
from erp.inventory.plain_quantity import plain
from erp.kernel.errors import NotFound
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.requests import current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires
from erp.web.scan_device import scanned_at
from erp.web.scanner import read_code

bp = Blueprint("inventory_scan_counts", __name__, url_prefix="/scan/counts")


@bp.get("")
@requires("inventory.count.enter")
def index() -> Response:
    counts = open_counts(read(), current_company(), visible_branches("inventory.count.enter"))
    return render("inventory/counting/scan_index.html", counts=counts)


@bp.get("/<uuid:count_id>")
@requires("inventory.count.enter")
def show(count_id: UUID) -> Response:
    page = count_page(read(), count_id)
    require_branch("inventory.count.enter", page.count.branch_id)
    codes = known_codes(read(), {line.item_id for line in page.lines})
    return render(
        "inventory/counting/scan_show.html",
        count=page.count,
        lines=[line for line in page.lines if line.qty_counted is None],
        counted=page.counted,
        of=len(page.lines),
        codes=[code.as_told() for code in codes],
    )


@bp.get("/<uuid:count_id>/found")
@requires("inventory.count.enter")
def found(count_id: UUID) -> Response:
    page = count_page(read(), count_id)
    require_branch("inventory.count.enter", page.count.branch_id)
    return render("inventory/counting/scan_found.html", count=page.count)


@bp.post("/<uuid:count_id>/enter")
@requires("inventory.count.enter")
def enter(count_id: UUID) -> Response:
    form = parse(ScanCountForm)
    page = count_page(read(), count_id)
    require_branch("inventory.count.enter", page.count.branch_id)
    if form["line_id"] is not None:
        line = next((line for line in page.lines if line.id == form["line_id"]), None)
        if line is None:
            raise NotFound("The sheet has no such line.")
        counted = CountedQuantity(line.bin_id, line.item_id, form["qty"], line.lot_id, line.status)
        what = line.sku
    else:
        typed = _goods_found(page.count.warehouse_id, form)
        counted = CountedQuantity(typed.bin_id, typed.item.id, form["qty"], typed.lot_id)
        what = typed.item.sku
    when = scanned_at()
    return perform(
        lambda work: enter_counts(work, count_id, [counted], counted_at=min(when, work.now)),
        then=lambda _: url_for(".show", count_id=count_id),
        said=gettext("%(qty)s of %(what)s counted.", qty=plain(form["qty"]), what=what),
    )


def _goods_found(warehouse_id: UUID, form: dict[str, Any]) -> TypedLine:
    """What a label says that stands in a bin, its lot too, unless one was typed. Raises: NotFound; Refused."""
    label = read_code(form["code"])
    row = {
        "item": label.gtin or label.text,
        "bin": read_code(form["bin"]).text,
        "lot": form["lot"] or label.lot or label.serial or "",
        "index": 0,
    }
    return understand_lines(read(), warehouse_id, [row], field="found")[0]
