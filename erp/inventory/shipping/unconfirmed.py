"""Shipments that were begun and have not left: what the books do not know yet."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_UNCONFIRMED = text("""
    SELECT count(*) FILTER (WHERE status = 'picking') AS picking, count(*) FILTER (WHERE status = 'packed') AS packed
    FROM inventory.shipment
    WHERE company_id = :company AND status IN ('picking', 'packed') AND promised_on <= :day
""")


@dataclass(frozen=True)
class UnconfirmedShipments:
    picking: int
    packed: int


def unconfirmed_shipments(session: Session, company_id: UUID, promised_until: date) -> UnconfirmedShipments:
    """How many shipments promised for the day or earlier are being picked, or packed and not confirmed."""
    row = session.execute(_UNCONFIRMED, {"company": company_id, "day": promised_until}).one()
    return UnconfirmedShipments(row.picking, row.packed)
