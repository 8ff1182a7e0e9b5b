"""What stands there now."""

from decimal import Decimal

from erp.inventory.api import availability
from erp.kernel.db import new_session
from erp.kernel.money import ZERO
from erp.overview.examples.shop import Place, Shop


def goods_at_hand(shop: Shop, product: str, place: Place | None = None) -> Decimal:
    """Base units of a product on hand, everywhere or in one place."""
    wanted = [place.warehouse_id] if place else [p.warehouse_id for p in shop.places.values()]
    with new_session(shop.services.engine) as session:
        rows = availability(session, [shop.items[product]], wanted)
    found = rows.values() if isinstance(rows, dict) else rows
    return sum((row.qty_on_hand for row in found), ZERO)
