"""The purchase order as a paper: who may see it, how it is printed, and the message it travels with."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.purchasing.print_purchase_order import print_purchase_order
from erp.inventory.purchasing.queries import purchase_order
from erp.inventory.suppliers.queries import supplier
from erp.kernel.adapters import Adapters
from erp.kernel.papers.kinds import Asked, Letter, PaperKind, branches_in, written
from erp.organization.api import minor_units, stationery


def purchase_order_letter(session: Session, adapters: Adapters, purchase_order_id: UUID, asked: Asked) -> Letter:
    """The message in the supplier's language."""
    order = purchase_order(session, purchase_order_id)
    seller = supplier(session, order.supplier_id)
    papers = stationery(session, order.company_id, language=seller.language, country=seller.country_code)
    subject, words = written(
        adapters.templates, "inventory/email/purchase_order.txt", order=order, name=seller.name,
        places=minor_units(session, order.currency), **papers,
    )
    return Letter(order.company_id, order.number, seller.email, papers["letterhead"].email, subject, words)


PURCHASE_ORDER = PaperKind(
    "purchase_order", "inventory.purchase_order.view", branches_in("inventory.purchase_order"),
    lambda session, adapters, order_id, _asked: print_purchase_order(session, adapters, order_id),
    send="inventory.purchase_order.submit", letter=purchase_order_letter,
)
