"""Reading carriers."""

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class CarrierFacts:
    """A carrier and the local time until which it takes goods of the day."""

    id: UUID
    code: str
    name: str
    cut_off: time | None
    status: str


_CARRIERS = text("""
    SELECT id, code, name, cut_off, status FROM inventory.carrier
    WHERE (CAST(:status AS text) IS NULL OR status = :status) ORDER BY status, code""")


def carriers(session: Session, status: str | None = None) -> list[CarrierFacts]:
    """All carriers, or those of one status, by code."""
    return [CarrierFacts(*tuple(row)) for row in session.execute(_CARRIERS, {"status": status})]


def carrier(session: Session, carrier_id: UUID) -> CarrierFacts:
    """One carrier. Raises: NotFound."""
    found = next((each for each in carriers(session) if each.id == carrier_id), None)
    if found is None:
        raise NotFound("There is no such carrier.", field="carrier_id")
    return found
