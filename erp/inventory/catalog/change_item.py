"""Change what an item is; the audit trail keeps what it was, who changed it and why."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.catalog.new_item import NewItem, check_new_item
from erp.kernel.audit import changed_by
from erp.kernel.errors import NotFound, Outdated, Refused
from erp.kernel.unit_of_work import UnitOfWork

CHANGEABLE = (
    "description", "family_id", "qty_quantum", "kind", "tracking", "expiry_required", "shelf_life_days",
    "tax_class", "weight_kg", "volume_m3", "best_before_days", "removal_days", "alert_days", "status",
)
_ITEM = text("SELECT * FROM inventory.item WHERE id = :id FOR NO KEY UPDATE")
_STOCK = text(
    "SELECT coalesce(bool_or(qty_on_hand > 0), false) AS on_hand, coalesce(bool_or(true), false) AS ever, "
    "  coalesce(bool_or(qty_on_hand % :quantum <> 0), false) AS uneven "
    "FROM inventory.stock_balance WHERE item_id = :id"
)


def change_item(
    work: UnitOfWork, item_id: UUID, changes: Mapping[str, Any], *, version: int, reason: str = ""
) -> None:
    """The item is described anew, from now on. Its number and its base unit never change.

    ``version`` is the one the page was loaded with: who saves over another's change is told so.

    Raises: NotFound; Conflict where somebody else changed it meanwhile; Refused for what stock on hand does not
        allow: another family (its value stands in the old one's account), tracking, kind, or a coarser quantum.
    """
    work.require("inventory.item.edit")
    item = work.execute(_ITEM, {"id": item_id}).one_or_none()
    if item is None:
        raise NotFound("There is no such item.")
    if item.version != version:
        raise Outdated(
            "Somebody else changed this item meanwhile. Nothing was saved: look at it as it is now, then save again.",
            who=changed_by(work.session, "inventory.item", item_id),
        )
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise Refused("%(unknown)s of an item cannot be changed.", unknown=', '.join(sorted(unknown)))
    values = {name: changes.get(name, getattr(item, name)) for name in CHANGEABLE}
    check_new_item(NewItem(sku=item.sku, base_unit=item.base_unit, **values))
    _check_against_stock(work, item, values)
    if reason.strip():
        work.note(reason.strip())
    assignments = ", ".join(f"{name} = :{name}" for name in CHANGEABLE)
    work.execute(
        text(f"UPDATE inventory.item SET {assignments}, version = version + 1 WHERE id = :id"),  # noqa: S608
        {"id": item_id, **values, "description": str(values["description"]).strip()},
    )


def _check_against_stock(work: UnitOfWork, item: Row[Any], values: Mapping[str, Any]) -> None:
    touched = [
        name
        for name in ("family_id", "kind", "tracking", "qty_quantum")
        if values[name] != getattr(item, name)
    ]
    if not touched:
        return
    quantum: Decimal = values["qty_quantum"]
    stock = work.execute(_STOCK, {"id": item.id, "quantum": quantum}).one()
    if "family_id" in touched:
        from_here = work.execute(
            text("SELECT min(c.company_id::text) FROM inventory.item_company c "
                 "LEFT JOIN inventory.item_family_company f ON f.company_id = c.company_id "
                 "  AND f.family_id = :family AND f.status = 'active' "
                 "WHERE c.item_id = :id AND f.family_id IS NULL"),
            {"id": item.id, "family": values["family_id"]},
        ).scalar_one()
        if from_here is not None:
            raise Refused("The new family is not active in every company of the item.", field="family_id")
    for name in ("family_id", "tracking"):
        if name in touched and stock.on_hand:
            what = "family: its value stands in the old family's accounts" if name == "family_id" else "tracking"
            raise Refused(
                "While it is on hand an item keeps its %(what)s. Sell or move it first.",
                field=name, what=what,
            )
    if "kind" in touched and stock.ever:
        raise Refused("An item that was ever in stock stays a stocked item.", field="kind")
    if "qty_quantum" in touched and stock.uneven:
        raise Refused(
            "What is on hand is no multiple of %(normalize)s.",
            field="qty_quantum", normalize=f"{quantum.normalize() + 0:f}",
        )

