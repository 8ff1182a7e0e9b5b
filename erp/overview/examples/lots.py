"""Lots and serial numbers by the codes an example uses."""

from uuid import UUID

from sqlalchemy import text

from erp.inventory.api import NewLot, add_lots
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.shop import Shop


def lot_of(shop: Shop, product: str, code: str) -> UUID:
    """The lot of a product; it is written down when it is first spoken of."""
    return shop.run(lambda work: add_lots(work, [NewLot(shop.items[product], code)]))[0]


def balance_of_lot(work: UnitOfWork, shop: Shop, item_id: UUID, code: str) -> UUID | None:
    """Where the goods of a lot stand, if there are any."""
    found: UUID | None = work.execute(
        text("""SELECT b.id FROM inventory.stock_balance b JOIN inventory.lot l ON l.id = b.lot_id
                WHERE b.company_id = :company AND b.item_id = :item AND l.code = :lot AND b.qty_on_hand > 0
                ORDER BY b.id LIMIT 1"""),
        {"company": shop.company_id, "item": item_id, "lot": code},
    ).scalar()
    return found
