"""The page on which somebody says what may be offered instead of an item, and the panel that shows it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.catalog.queries import items, items_by_code
from erp.inventory.substitutes.forms import SubstitutesForm
from erp.inventory.substitutes.queries import substitutes
from erp.inventory.substitutes.set_substitutes import Substitute, set_substitutes
from erp.kernel.errors import NotFound
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("inventory_substitutes", __name__, url_prefix="/inventory/items")


@bp.get("/<uuid:item_id>/substitutes/panel")
@requires("inventory.item.view")
def of_item(item_id: UUID) -> Response:
    return render("inventory/substitutes/_of_item.html", item_id=item_id, found=substitutes(read(), item_id))


@bp.get("/<uuid:item_id>/substitutes")
@requires("inventory.item.edit")
def show(item_id: UUID) -> Response:
    item = items(read(), [item_id]).get(item_id)
    if item is None:
        raise NotFound("There is no such item.")
    lines = [
        {"item": entry.sku, "note": entry.note, "description": entry.description}
        for entry in substitutes(read(), item_id)
    ]
    return render("inventory/substitutes/show.html", item=item, lines=lines)


@bp.post("/<uuid:item_id>/substitutes")
@requires("inventory.item.edit")
def set_(item_id: UUID) -> Response:
    chosen = _chosen(parse(SubstitutesForm)["lines"])
    return perform(
        lambda work: set_substitutes(work, item_id, chosen),
        then=lambda _: url_for("inventory_items.show", item_id=item_id),
        said="Substitutes saved.",
    )


def _chosen(rows: list[dict[str, Any]]) -> list[Substitute]:
    found = items_by_code(read(), [row["item"] for row in rows])
    for row in rows:
        if row["item"] not in found:
            raise NotFound("There is no item %(row)s.", field=f"lines-{row['index']}-item", row=row['item'])
    return [Substitute(found[row["item"]].item.id, row["note"], row["index"]) for row in rows]
