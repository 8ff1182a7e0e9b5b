"""Labels of a shipment's cartons: where they go, their SSCC, what they hold, and the order they belong to.

Source: GS1 Logistic Label Guideline; GS1 General Specifications, section 2.2 (logistic units), 3.2 (SSCC), 3.7 (content
of a unit with its count), 3.8 (customer's order).
"""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.labels.label import SQUARE, Fact, Label, Symbol
from erp.inventory.labels.wanted import Wanted
from erp.inventory.plain_quantity import plain
from erp.inventory.shipping.queries import shipment_facts
from erp.kernel.gs1.write import is_gs1_text
from erp.organization.api import company

_CARTONS = text("""
    SELECT code, position, sscc, weight_kg, tracking, count(*) OVER () AS cartons
    FROM inventory.carton WHERE shipment_id = :shipment ORDER BY position""")
_CONTENT = text("""
    SELECT i.sku, i.description, i.base_unit, t.code AS lot, t.expires_on, sum(l.qty) AS qty,
           (SELECT min(b.code) FROM inventory.item_barcode b
            WHERE b.item_id = i.id AND b.unit = i.base_unit AND b.symbology = 'gtin') AS gtin
    FROM inventory.shipment_line l JOIN inventory.item i ON i.id = l.item_id
    LEFT JOIN inventory.lot t ON t.id = l.lot_id
    WHERE l.shipment_id = :shipment GROUP BY i.id, t.id ORDER BY min(l.position)""")


def carton_labels(session: Session, shipment_id: UUID, wanted: Wanted) -> list[Label]:
    """One label a carton. What is inside is said in a symbol where it is known: one carton of one item and lot."""
    shipment = shipment_facts(session, shipment_id)
    sender = company(session, shipment.company_id)
    cartons = session.execute(_CARTONS, {"shipment": shipment_id}).all()
    content = session.execute(_CONTENT, {"shipment": shipment_id}).all()
    whole = content[0] if len(content) == 1 and len(cartons) == 1 else None
    labels = []
    for carton in cartons:
        facts = [
            Fact("Shipment", shipment.number), Fact("Order", shipment.origin_number),
            Fact("Carton", f"{carton.position} / {carton.cartons}"),
        ]  # fmt: skip
        if carton.weight_kg:
            facts.append(Fact("Weight", f"{plain(carton.weight_kg)} kg"))
        if whole is not None:
            facts += _content_facts(whole)
        labels += [
            Label(
                sender.name, carton.code, whole.description if whole is not None else "",
                tuple(fact for fact in facts if fact.value),
                Symbol(wanted.symbol if wanted.symbol in SQUARE else "qr", carton.tracking or carton.code),
                _symbols(carton, shipment.origin_number, whole),
                "\n".join((shipment.consignee_name, shipment.consignee_address)),
            )
        ] * wanted.copies
    return labels


def _content_facts(content: Any) -> list[Fact]:
    found = [Fact("Item", content.sku), Fact("Quantity", f"{plain(content.qty)} {content.base_unit}")]
    if content.lot:
        found.append(Fact("Lot", content.lot))
    if content.expires_on:
        found.append(Fact("Expires", content.expires_on))
    return found


def _symbols(carton: Any, order_number: str, content: Any) -> tuple[Symbol, ...]:
    """Content and order in the upper symbol, the SSCC in the lowest; without an SSCC the carton's own code."""
    upper = ""
    if content is not None and content.gtin and content.qty == int(content.qty) and content.qty < 10**8:
        upper = f"(02){content.gtin}"
        if content.expires_on:
            upper += f"(17){content.expires_on:%y%m%d}"
        upper += f"(37){int(content.qty)}"
        if content.lot and is_gs1_text(content.lot):
            upper += f"(10){content.lot}"
    if order_number and is_gs1_text(order_number) and carton.sscc:
        upper = f"{upper}(400){order_number}" if len(upper) < 32 else upper
    found = [Symbol("gs1", upper, upper)] if upper and carton.sscc else []
    if carton.sscc:
        found.append(Symbol("gs1", f"(00){carton.sscc}", f"(00) {carton.sscc}"))
    else:
        found.append(Symbol("code128", carton.code, carton.code))
    return tuple(found)
