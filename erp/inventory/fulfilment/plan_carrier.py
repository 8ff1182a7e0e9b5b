"""Plan with which carrier orders and shipments leave."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from erp.inventory.carriers.queries import carrier
from erp.inventory.fulfilment.lock_demand import lock_demand
from erp.inventory.locations.queries import warehouse
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork

_ORDERS = text("""
    UPDATE inventory.demand_line SET carrier_id = :carrier
    WHERE origin_id = ANY(CAST(:origins AS uuid[])) AND warehouse_id = :warehouse AND is_open""")

_LOCK_SHIPMENTS = text("""
    SELECT id FROM inventory.shipment
    WHERE id = ANY(CAST(:shipments AS uuid[])) AND warehouse_id = :warehouse AND handed_over_at IS NULL
      AND status <> 'void'
    ORDER BY id FOR NO KEY UPDATE""")

_SHIPMENTS = text("""
    UPDATE inventory.shipment SET carrier_id = :carrier WHERE id = ANY(CAST(:shipments AS uuid[]))""")


def plan_carrier(
    work: UnitOfWork,
    warehouse_id: UUID,
    carrier_id: UUID | None,
    *,
    origin_ids: Collection[UUID] = (),
    shipment_ids: Collection[UUID] = (),
) -> None:
    """The open goods of these orders, and these shipments, leave with the carrier; None: with nobody in particular.

    What the carrier has already is left as it is.

    Raises: NotFound; Forbidden; Refused for a retired carrier, or where nothing is named.
    """
    work.require("inventory.carrier.plan", warehouse(work.session, warehouse_id).branch_id)
    if not origin_ids and not shipment_ids:
        raise Refused("Choose the orders and shipments that the carrier should take.")
    if carrier_id is not None and carrier(work.session, carrier_id).status != "active":
        raise Refused("That carrier is retired. Choose another.", field="carrier_id")
    values = {"carrier": carrier_id, "warehouse": warehouse_id}
    if origin_ids:
        lock_demand(work, origin_ids)
        work.execute(_ORDERS, {**values, "origins": list(origin_ids)})
    if shipment_ids:
        known = list(work.execute(_LOCK_SHIPMENTS, {**values, "shipments": list(shipment_ids)}).scalars())
        work.execute(_SHIPMENTS, {**values, "shipments": known})
