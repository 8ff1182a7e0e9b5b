"""To whom customer relations listen, in order of execution."""

from erp.crm.orders.record_shipment import record_shipment
from erp.crm.orders.record_void import record_void
from erp.crm.returns.record_disposition import record_disposition
from erp.crm.returns.record_return import record_return
from erp.inventory.events import ReturnDispositioned, ReturnReceived, ShipmentConfirmed, ShipmentVoided
from erp.kernel.events import during

SUBSCRIPTIONS = (
    *during(ShipmentConfirmed, record_shipment),
    *during(ShipmentVoided, record_void),
    *during(ReturnReceived, record_return),
    *during(ReturnDispositioned, record_disposition),
)
