"""What may be scanned for some items, for devices that must know it without asking."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_CODES = text("""
    SELECT i.id, i.sku, i.description, i.base_unit, b.code, b.unit, coalesce(u.numerator, 1), coalesce(u.denominator, 1)
    FROM inventory.item i
    LEFT JOIN inventory.item_barcode b ON b.item_id = i.id
    LEFT JOIN inventory.item_unit u ON u.item_id = i.id AND u.unit = b.unit
    WHERE i.id = ANY(CAST(:ids AS uuid[])) ORDER BY i.sku, b.code""")


@dataclass(frozen=True)
class KnownCodes:
    """An item's number, and its barcodes each with the pack they stand on and that pack's exact factor."""

    item_id: UUID
    sku: str
    description: str
    base_unit: str
    packs: list[tuple[str, str, int, int]] = field(default_factory=list)

    def as_told(self) -> dict[str, Any]:
        """As a page carries it to its scanner."""
        return {
            "item": str(self.item_id), "sku": self.sku, "description": self.description, "unit": self.base_unit,
            "packs": [list(pack) for pack in self.packs],
        }  # fmt: skip


def known_codes(session: Session, item_ids: Collection[UUID]) -> list[KnownCodes]:
    """Everything that may be scanned for the items, in one read."""
    known: dict[UUID, KnownCodes] = {}
    for row in session.execute(_CODES, {"ids": list(set(item_ids))}):
        item = known.setdefault(row[0], KnownCodes(*row[:4]))
        if row[4] is not None:
            item.packs.append((row[4], row[5], int(row[6]), int(row[7])))
    return list(known.values())
