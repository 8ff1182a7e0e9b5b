"""Pages of stock counts: the list, the sheet, entering and posting."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from erp.inventory.adjustments.typed_lines import understand_lines
from erp.inventory.catalog.queries import items_by_code
from erp.inventory.counting.cancel_count import cancel_count
from erp.inventory.counting.enter_counts import CountedQuantity, enter_counts
from erp.inventory.counting.forms import CountFilterForm, CountsForm, OpenCountForm
from erp.inventory.counting.models import StockCount
from erp.inventory.counting.open_count import open_count
from erp.inventory.counting.post_count import post_count
from erp.inventory.counting.queries import CountPage, count_page
from erp.inventory.locations.models import Warehouse
from erp.inventory.locations.queries import bins
from erp.inventory.locations.views import warehouses_in_reach
from erp.kernel.errors import NotFound
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("inventory_counts", __name__, url_prefix="/inventory/counts")

COLUMNS = (
    Column("number", "Count", link=lambda row: url_for(".show", count_id=row.id)),
    Column("opened_at", "Opened", kind="moment"),
    Column("opened_by", "By"),
    Column("warehouse_code", "Warehouse"),
    Column("note", "Note"),
    Column("posted_on", "Posted", kind="day"),
    Column("status", "Status", kind="status"),
)


@bp.get("")
@requires("inventory.count.view")
def index() -> Response:
    chosen = parse_query(CountFilterForm)
    statement = (
        select(
            StockCount.id,
            StockCount.number,
            StockCount.opened_at,
            StockCount.opened_by,
            Warehouse.code.label("warehouse_code"),
            StockCount.note,
            StockCount.posted_on,
            StockCount.status,
        )
        .join(Warehouse, Warehouse.id == StockCount.warehouse_id)
        .where(StockCount.company_id == current_company())
    )
    branches = visible_branches("inventory.count.view")
    if branches is not None:
        statement = statement.where(StockCount.branch_id.in_(branches))
    if chosen["status"]:
        statement = statement.where(StockCount.status == chosen["status"])
    listing = page_by_key(statement, columns=COLUMNS, key=("-id",))
    return render_list("inventory/counting/index.html", listing, name="stock-counts")


@bp.get("/new")
@requires("inventory.count.enter")
def new() -> Response:
    places = [(w.id, f"{w.code} {w.name}") for w in warehouses_in_reach("inventory.count.enter")]
    return render("inventory/counting/new.html", warehouses=places)


@bp.post("")
@requires("inventory.count.enter")
def open_() -> Response:
    form = parse(OpenCountForm)
    bin_ids = _bin_ids(form["warehouse_id"], form["bins"])
    item_ids = _item_ids(form["items"])
    return perform(
        lambda work: open_count(
            work, warehouse_id=form["warehouse_id"], bin_ids=bin_ids, item_ids=item_ids, note=form["note"]
        ),
        then=lambda count_id: url_for(".show", count_id=count_id),
        said="Sheet opened. Print it or enter what you count; goods may go on moving.",
    )


@bp.get("/<uuid:count_id>")
@requires("inventory.count.view")
def show(count_id: UUID) -> Response:
    page = count_page(read(), count_id)
    require_branch("inventory.count.view", page.count.branch_id)
    return render("inventory/counting/show.html", count=page.count, lines=page.lines, counted=page.counted)


@bp.post("/<uuid:count_id>/enter")
@requires("inventory.count.enter")
def enter(count_id: UUID) -> Response:
    form = parse(CountsForm)
    page = count_page(read(), count_id)
    counted = [*_of_sheet(page, form), *_found(page, form)]
    return perform(
        lambda work: enter_counts(work, count_id, counted, counted_at=form["counted_at"]),
        then=lambda _: url_for(".show", count_id=count_id),
        said=gettext("%(count)s counted.", count=len(counted)),
    )


@bp.post("/<uuid:count_id>/post")
@requires("inventory.count.post")
def post(count_id: UUID) -> Response:
    today = business_date(count_page(read(), count_id).count.branch_id)
    return perform(
        lambda work: post_count(work, count_id, occurred_on=today),
        then=lambda _: url_for(".show", count_id=count_id),
        said=lambda adjusted: (
            gettext("Posted; stock is what was counted.") if adjusted else gettext("Posted; everything was right.")
        ),
    )


@bp.post("/<uuid:count_id>/cancel")
@requires("inventory.count.enter")
def cancel(count_id: UUID) -> Response:
    return perform(
        lambda work: cancel_count(work, count_id),
        then=lambda _: url_for(".show", count_id=count_id),
        said="Cancelled.",
    )


def _of_sheet(page: CountPage, form: Mapping[str, Any]) -> list[CountedQuantity]:
    """The filled lines of the sheet; blank ones are not counted yet."""
    by_id = {line.id: line for line in page.lines}
    counted = []
    for row in form["lines"]:
        line = by_id.get(row["line_id"])
        if line is None:
            raise NotFound("The sheet has no such line.", field=f"lines-{row['index']}-qty")
        if row["qty"] is not None:
            counted.append(CountedQuantity(line.bin_id, line.item_id, row["qty"], line.lot_id, line.status))
    return counted


def _found(page: CountPage, form: Mapping[str, Any]) -> list[CountedQuantity]:
    typed = understand_lines(read(), page.count.warehouse_id, form["found"], field="found")
    return [
        CountedQuantity(line.bin_id, line.item.id, row["qty"], line.lot_id)
        for line, row in zip(typed, form["found"], strict=True)
    ]


def _bin_ids(warehouse_id: UUID, typed: str) -> list[UUID] | None:
    codes = typed.upper().replace(",", " ").split()
    known = {place.code: place.id for place in bins(read(), warehouse_id)} if codes else {}
    for code in codes:
        if code not in known:
            raise NotFound("The warehouse has no bin %(code)s.", field="bins", code=code)
    return [known[code] for code in codes] or None


def _item_ids(typed: str) -> list[UUID] | None:
    codes = typed.replace(",", " ").split()
    found = items_by_code(read(), codes)
    for code in codes:
        if code not in found:
            raise NotFound("No item has the number or barcode %(code)s.", field="items", code=code)
    return [found[code].item.id for code in codes] or None
