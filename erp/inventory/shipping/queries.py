"""Read shipments for their pages, the packing slip and the scanner."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.actor import Actor
from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class ShipmentFacts:
    """A shipment's header, and how far it is."""

    id: UUID
    company_id: UUID
    number: str
    branch_id: UUID
    warehouse_id: UUID
    warehouse_code: str
    status: str
    origin_kind: str
    origin_id: UUID
    origin_number: str
    consignee_name: str
    consignee_address: str
    consignee_language: str
    consignee_country: str
    promised_on: date
    created_at: datetime
    packed_at: datetime | None
    packed_by: str | None
    shipped_on: date | None
    confirmed_at: datetime | None
    confirmed_by: str | None
    carrier: str | None
    tracking: str | None
    handed_over_at: datetime | None
    voided_on: date | None
    void_reason: str | None
    picks_open: int
    picks: int
    cartons: int
    planned_carrier: str | None

    @property
    def is_picked(self) -> bool:
        """Nothing is left to pick, and it waits to be packed."""
        return self.status == "picking" and not self.picks_open


@dataclass(frozen=True)
class ShipmentLineFacts:
    """A line of a shipment with the names its papers need."""

    id: UUID
    position: int
    item_id: UUID
    sku: str
    description: str
    base_unit: str
    lot_code: str | None
    expires_on: date | None
    bin_code: str
    qty: Decimal
    cost_amount: Decimal | None
    qty_return_authorized: Decimal
    weight_kg: Decimal | None


@dataclass(frozen=True)
class CartonFacts:
    """A carton of a shipment."""

    code: str
    weight_kg: Decimal | None
    tracking: str | None
    sscc: str | None


_SHIPMENT = """
    SELECT s.id, s.company_id, s.number, s.branch_id, s.warehouse_id, w.code, s.status, s.origin_kind, s.origin_id,
           s.origin_number, s.consignee_name, s.consignee_address, s.consignee_language, s.consignee_country,
           s.promised_on, s.created_at, s.packed_at,
           s.packed_by, s.shipped_on, s.confirmed_at, s.confirmed_by, s.carrier, s.tracking, s.handed_over_at,
           s.voided_on, s.void_reason,
           (SELECT count(*) FROM inventory.pick_task t WHERE t.shipment_id = s.id AND t.status = 'open'),
           (SELECT count(*) FROM inventory.pick_task t WHERE t.shipment_id = s.id AND t.status <> 'cancelled'),
           (SELECT count(*) FROM inventory.carton c WHERE c.shipment_id = s.id),
           (SELECT r.name FROM inventory.carrier r WHERE r.id = s.carrier_id)
    FROM inventory.shipment s JOIN inventory.warehouse w ON w.id = s.warehouse_id"""
_BY_ID = text(f"{_SHIPMENT} WHERE s.id = :shipment")
_OF_ORIGIN = text(f"""{_SHIPMENT}
    WHERE s.origin_id = :origin
      AND (CAST(:branches AS uuid[]) IS NULL OR s.branch_id = ANY(CAST(:branches AS uuid[])))
    ORDER BY s.id""")
_BY_CODE = text("""
    SELECT id FROM inventory.shipment WHERE number = :code
    UNION SELECT shipment_id FROM inventory.carton WHERE code = :code OR sscc = :code""")
_OPEN = text(f"""{_SHIPMENT}
    WHERE s.company_id = :company AND s.status = ANY(CAST(:statuses AS text[]))
      AND (CAST(:branches AS uuid[]) IS NULL OR s.branch_id = ANY(CAST(:branches AS uuid[])))
    ORDER BY s.promised_on, s.id LIMIT :limit""")
_LINES = text("""
    SELECT l.id, l.position, l.item_id, i.sku, i.description, i.base_unit, t.code, t.expires_on, bin.code, l.qty,
           l.cost_amount, l.qty_return_authorized, i.weight_kg * l.qty
    FROM inventory.shipment_line l JOIN inventory.item i ON i.id = l.item_id
    JOIN inventory.bin bin ON bin.id = l.bin_id LEFT JOIN inventory.lot t ON t.id = l.lot_id
    WHERE l.shipment_id = :shipment ORDER BY l.position""")
_CARTONS = text("""
    SELECT code, weight_kg, tracking, sscc FROM inventory.carton WHERE shipment_id = :shipment ORDER BY position""")
_COUNT_PACKED = text("""
    SELECT count(*) FROM inventory.shipment s WHERE s.company_id = :company AND s.status = 'packed'
      AND (CAST(:branches AS uuid[]) IS NULL OR s.branch_id = ANY(CAST(:branches AS uuid[])))""")


def shipment_facts(session: Session, shipment_id: UUID) -> ShipmentFacts:
    """One shipment. Raises: NotFound."""
    row = session.execute(_BY_ID, {"shipment": shipment_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such shipment.")
    return ShipmentFacts(*tuple(row))


def shipment_by_code(session: Session, code: str) -> UUID:
    """The shipment of a scanned shipment number or carton code. Raises: NotFound."""
    found: UUID | None = session.execute(_BY_CODE, {"code": code.strip().upper()}).scalar_one_or_none()
    if found is None:
        raise NotFound(
            "%(code)s is neither a shipment nor a carton of ours. Scan the label again.",
            field="code", code=code,
        )
    return found


def shipments_of_origin(
    session: Session, origin_id: UUID, branch_ids: Collection[UUID] | None
) -> list[ShipmentFacts]:
    """The shipments of an origin, in the order they were opened."""
    params = {"origin": origin_id, "branches": None if branch_ids is None else list(branch_ids)}
    return [ShipmentFacts(*tuple(row)) for row in session.execute(_OF_ORIGIN, params)]


def open_shipments(
    session: Session,
    company_id: UUID,
    branch_ids: Collection[UUID] | None,
    statuses: Collection[str] = ("picking", "packed"),
    limit: int = 50,
) -> list[ShipmentFacts]:
    """Shipments that have not left, the most urgent first."""
    params = {
        "company": company_id, "statuses": list(statuses), "limit": limit,
        "branches": None if branch_ids is None else list(branch_ids),
    }
    return [ShipmentFacts(*tuple(row)) for row in session.execute(_OPEN, params)]


def shipment_lines(session: Session, shipment_id: UUID) -> list[ShipmentLineFacts]:
    """What a packed or shipped shipment holds."""
    return [ShipmentLineFacts(*tuple(row)) for row in session.execute(_LINES, {"shipment": shipment_id})]


def cartons(session: Session, shipment_id: UUID) -> list[CartonFacts]:
    """The cartons of a shipment."""
    return [CartonFacts(*tuple(row)) for row in session.execute(_CARTONS, {"shipment": shipment_id})]


def count_packed(session: Session, company_id: UUID, actor: Actor) -> int:
    """How many packed shipments wait for the actor to confirm them."""
    branches = actor.branches_for("inventory.shipment.confirm")
    params = {"company": company_id, "branches": None if branches is None else list(branches)}
    return int(session.execute(_COUNT_PACKED, params).scalar_one())
