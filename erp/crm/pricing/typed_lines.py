"""From lines as typed on a page to entries: codes become items, ``+freight`` becomes a charge."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from erp.crm.pricing.entry import LineEntry
from erp.crm.pricing.price_question import CHARGE_KINDS
from erp.inventory.api import items_by_code
from erp.kernel.errors import NotFound

CHARGE_MARK = "+"


def typed_lines(session: Session, rows: Sequence[Mapping[str, Any]]) -> tuple[LineEntry, ...]:
    """The entries of typed rows, items looked up in one execution.

    A code may be an item's number or the barcode of a pack, which then is the unit unless one was typed.

    Raises: NotFound marking the row as typed.
    """
    codes = [row["item"] for row in rows if not row["item"].startswith(CHARGE_MARK)]
    found = items_by_code(session, codes)
    entries = []
    for row in rows:
        said = {
            "qty": row["qty"],
            "discount_percent": row.get("discount_percent") or Decimal(0),
            "unit_price": row.get("unit_price"),
            "reason": row.get("reason") or "",
            "description": row.get("description") or "",
        }
        if row["item"].startswith(CHARGE_MARK):
            kind = row["item"].removeprefix(CHARGE_MARK).strip().lower()
            if kind not in CHARGE_KINDS:
                known = ", ".join(CHARGE_MARK + kind for kind in CHARGE_KINDS)
                raise NotFound(f"There is no such charge. Enter {known}.", field=f"lines-{row['index']}-item")
            said["description"] = said["description"] or kind.capitalize()
            entries.append(LineEntry(charge_kind=kind, **said))
            continue
        scanned = found.get(row["item"])
        if scanned is None:
            raise NotFound(
                f"There is no item {row['item']}. Type part of its number or name to choose one.",
                field=f"lines-{row['index']}-item",
            )
        entries.append(LineEntry(item_id=scanned.item.id, unit=row.get("unit") or scanned.unit, **said))
    return tuple(entries)
