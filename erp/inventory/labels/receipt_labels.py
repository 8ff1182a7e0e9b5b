"""Labels of received goods: one for each pack that came, with its lot and expiry."""

from decimal import ROUND_CEILING
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.labels.item_labels import pack_text
from erp.inventory.labels.label import Fact, Label, goods_symbol
from erp.inventory.labels.wanted import Wanted

_LINES = text("""
    SELECT r.number, i.sku, i.description, i.base_unit, l.entered_qty, l.unit, u.numerator, u.denominator,
           t.code AS lot, t.expires_on, b.code AS bin,
           (SELECT min(c.code) FROM inventory.item_barcode c
            WHERE c.item_id = l.item_id AND c.unit = l.unit AND c.symbology = 'gtin') AS gtin
    FROM inventory.goods_receipt_line l JOIN inventory.goods_receipt r ON r.id = l.goods_receipt_id
    JOIN inventory.item i ON i.id = l.item_id JOIN inventory.bin b ON b.id = l.bin_id
    JOIN inventory.item_unit u ON u.item_id = l.item_id AND u.unit = l.unit
    LEFT JOIN inventory.lot t ON t.id = l.lot_id
    WHERE l.goods_receipt_id = :receipt ORDER BY l.position""")


def receipt_labels(session: Session, goods_receipt_id: UUID, wanted: Wanted) -> list[Label]:
    """A label for each pack received, line by line; a broken pack counts as one."""
    labels: list[Label] = []
    for line in session.execute(_LINES, {"receipt": goods_receipt_id}):
        facts = []
        if line.lot:
            facts.append(Fact("Lot", line.lot))
        if line.expires_on:
            facts.append(Fact("Expires", line.expires_on))
        unit = pack_text(line.unit, line.numerator, line.denominator, line.base_unit)
        facts += [Fact("Unit", unit), Fact("Bin", line.bin)]
        symbol = goods_symbol(line.sku, line.gtin, line.lot or "", line.expires_on)
        packs = int(line.entered_qty.to_integral_value(ROUND_CEILING)) * wanted.copies
        labels += [Label(line.number, line.sku, line.description, tuple(facts), long=(symbol,))] * packs
    return labels
