"""The purchase order on paper, for the supplier."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.locations.queries import warehouse
from erp.inventory.purchasing.queries import purchase_order
from erp.inventory.suppliers.queries import supplier
from erp.kernel.adapters import Adapters
from erp.organization.api import minor_units, stationery


def print_purchase_order(session: Session, adapters: Adapters, purchase_order_id: UUID) -> bytes:
    """The purchase order as PDF; a draft or a cancelled one says so.

    Raises: NotFound; Refused with the line to install where the PDF renderer is missing.
    """
    order = purchase_order(session, purchase_order_id)
    found = supplier(session, order.supplier_id)
    html = adapters.templates.render(
        "inventory/print/purchase_order.html",
        order=order,
        supplier=found,
        warehouse=warehouse(session, order.warehouse_id),
        places=minor_units(session, order.currency),
        **stationery(session, order.company_id, language=found.language, country=found.country_code),
    )
    return adapters.pdf.render(html)
