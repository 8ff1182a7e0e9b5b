"""From lines as typed on a page to entries: codes become items, ``+freight`` becomes a charge."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.customer_items.queries import items_of_numbers
from erp.crm.pricing.entry import LineEntry
from erp.crm.pricing.price_question import CHARGE_KINDS
from erp.inventory.api import ScannedItem, items, items_by_code
from erp.kernel.errors import NotFound, Refused

CHARGE_MARK = "+"


def typed_lines(
    session: Session, rows: Sequence[Mapping[str, Any]], customer_id: UUID | None = None
) -> tuple[LineEntry, ...]:
    """The entries of typed rows, items looked up in one execution.

    A code may be an item's number, the barcode of a pack, which then is the unit unless one was typed, or, of a known
    customer, the customer's own number.

    Raises: NotFound marking the row as typed.
    """
    entries = []
    for understood in understand_lines(session, rows, customer_id):
        if isinstance(understood, Refused):
            raise understood
        entries.append(understood)
    return tuple(entries)


def understand_lines(
    session: Session, rows: Sequence[Mapping[str, Any]], customer_id: UUID | None = None
) -> list[LineEntry | Refused]:
    """Like ``typed_lines``, but a row that names nothing gives its refusal and the others their entries."""
    codes = [row["item"] for row in rows if not row["item"].startswith(CHARGE_MARK)]
    found = items_by_code(session, codes)
    if customer_id is not None:
        found |= _by_their_numbers(session, customer_id, [code for code in codes if code not in found])
    return [_understood(row, found) for row in rows]


def _by_their_numbers(session: Session, customer_id: UUID, codes: Sequence[str]) -> dict[str, ScannedItem]:
    """Items by the numbers a customer has for them, in the item's base unit."""
    meant = items_of_numbers(session, customer_id, codes)
    known = items(session, set(meant.values()))
    return {code: ScannedItem(known[item_id], known[item_id].base_unit) for code, item_id in meant.items()}


def _understood(row: Mapping[str, Any], found: Mapping[str, ScannedItem]) -> LineEntry | Refused:
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
            return NotFound(
                "There is no such charge. Enter %(known)s.",
                field=f"lines-{row['index']}-item", known=known,
            )
        said["description"] = said["description"] or kind.capitalize()
        return LineEntry(charge_kind=kind, **said)
    scanned = found.get(row["item"])
    if scanned is None:
        return NotFound(
            "There is no item %(row)s. Type part of its number or name to choose one.",
            field=f"lines-{row['index']}-item", row=row['item'],
        )
    return LineEntry(item_id=scanned.item.id, unit=row.get("unit") or scanned.unit, **said)
