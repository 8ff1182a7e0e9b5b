"""To whom customer relations listen, in order of execution."""

from erp.crm.orders.record_shipment import record_shipment
from erp.crm.orders.record_void import record_void
from erp.inventory.events import ShipmentConfirmed, ShipmentVoided
from erp.kernel.events import during

SUBSCRIPTIONS = (
    *during(ShipmentConfirmed, record_shipment),
    *during(ShipmentVoided, record_void),
)
