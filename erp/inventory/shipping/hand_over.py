"""Hand a shipment over: the carrier has it, and it cannot be voided any more."""

from uuid import UUID

from sqlalchemy import text

from erp.inventory.shipping.models import Shipment
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork


def hand_over_shipment(work: UnitOfWork, shipment_id: UUID, *, carrier: str, tracking: str = "") -> None:
    """Note that the carrier has taken the goods, and under which number. Once more changes nothing.

    Raises: NotFound; Forbidden; Refused without a carrier; Conflict unless it is shipped.
    """
    if not carrier.strip():
        raise Refused("Name the carrier.", field="carrier")
    shipments = lock_rows(work, Shipment, [shipment_id])
    if not shipments:
        raise NotFound("There is no such shipment.")
    shipment = shipments[0]
    work.require("inventory.shipment.hand_over", shipment.branch_id)
    if shipment.status != "shipped":
        raise Conflict(
            "Shipment %(number)s is %(status)s. Confirm it before the carrier takes it.",
            number=shipment.number, status=shipment.status,
        )
    if shipment.handed_over_at is not None:
        return
    work.execute(
        text("""UPDATE inventory.shipment
                SET handed_over_at = :now, carrier = :carrier, tracking = nullif(:tracking, '')
                WHERE id = :shipment"""),
        {"shipment": shipment_id, "now": work.now, "carrier": carrier.strip(), "tracking": tracking.strip()},
    )
