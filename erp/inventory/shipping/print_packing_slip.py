"""The packing slip on paper: what lies in the cartons, for whoever opens them."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.shipping.queries import cartons, shipment_facts, shipment_lines
from erp.kernel.adapters import Adapters
from erp.organization.api import branch, stationery


def print_packing_slip(session: Session, adapters: Adapters, shipment_id: UUID) -> bytes:
    """The packing slip as PDF, without a price.

    Raises: NotFound; Refused with the line to install where the PDF renderer is missing.
    """
    shipment = shipment_facts(session, shipment_id)
    html = adapters.templates.render(
        "inventory/print/packing_slip.html",
        shipment=shipment,
        lines=shipment_lines(session, shipment_id),
        cartons=cartons(session, shipment_id),
        branch=branch(session, shipment.branch_id),
        **stationery(
            session, shipment.company_id, language=shipment.consignee_language, country=shipment.consignee_country
        ),
    )
    return adapters.pdf.render(html)
