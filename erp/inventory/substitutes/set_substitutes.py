"""Say what may be offered instead of an item."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from erp.inventory.catalog.queries import items
from erp.inventory.substitutes.models import ItemSubstitute
from erp.kernel.errors import NotFound, Refused
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Substitute:
    """One item that may be offered, and what to say of it; ``row`` is where it was typed."""

    item_id: UUID
    note: str = ""
    row: int = 0


def set_substitutes(work: UnitOfWork, item_id: UUID, substitutes: Sequence[Substitute]) -> None:
    """The substitutes of an item are these, the first first; what stood there before is replaced.

    Raises: NotFound; Refused where the item itself, or one item twice, is named.
    """
    work.require("inventory.item.edit")
    found = items(work.session, {item_id, *(entry.item_id for entry in substitutes)})
    if item_id not in found:
        raise NotFound("There is no such item.")
    seen: set[UUID] = set()
    for entry in substitutes:
        if entry.item_id not in found:
            raise NotFound("There is no such item.", field=f"lines-{entry.row}-item")
        if entry.item_id == item_id:
            raise Refused("An item does not stand in for itself.", field=f"lines-{entry.row}-item")
        if entry.item_id in seen:
            raise Refused("%(sku)s is named twice.", field=f"lines-{entry.row}-item", sku=found[entry.item_id].sku)
        seen.add(entry.item_id)
    work.execute(text("DELETE FROM inventory.item_substitute WHERE item_id = :item"), {"item": item_id})
    insert_rows(
        work,
        ItemSubstitute,
        [
            {"item_id": item_id, "substitute_id": entry.item_id, "position": position, "note": entry.note.strip()}
            for position, entry in enumerate(substitutes, 1)
        ],
    )
