"""Let a company trade an item family no longer."""

from uuid import UUID

from sqlalchemy import text

from erp.inventory.catalog.models import ItemFamily, ItemFamilyCompany
from erp.kernel.errors import Conflict, NotFound
from erp.kernel.unit_of_work import UnitOfWork


def deactivate_family(work: UnitOfWork, family_id: UUID, company_id: UUID) -> None:
    """The company neither buys nor sells items of the family any more; each stops being traded there with it.

    A family activated again takes its items back one by one. Deactivating twice changes nothing.

    Raises: NotFound; Conflict naming an item that is still in stock, on its way, or wanted by an order.
    """
    work.require("inventory.family.edit")
    if work.session.get(ItemFamily, family_id) is None:
        raise NotFound("There is no such item family.")
    params = {"family": family_id, "company": company_id}
    active = work.session.get(ItemFamilyCompany, (family_id, company_id), with_for_update={"key_share": True})
    if active is None or active.status != "active":
        return
    busy = work.execute(_BUSY, params).first()
    if busy is not None:
        raise Conflict(
            "%(sku)s of this family is still in stock, on its way or wanted by an order. Clear that first.",
            sku=busy.sku,
        )
    active.status = "inactive"
    work.session.flush()
    work.execute(_STOP, params)


_BUSY = text("""
    SELECT i.sku FROM inventory.item i
    WHERE i.family_id = :family AND (
        EXISTS (SELECT FROM inventory.item_warehouse s JOIN inventory.warehouse w ON w.id = s.warehouse_id
                WHERE s.item_id = i.id AND w.company_id = :company
                  AND (s.qty_on_hand <> 0 OR s.qty_on_order <> 0 OR s.qty_in_transit <> 0))
        OR EXISTS (SELECT FROM inventory.demand_line d WHERE d.item_id = i.id AND d.company_id = :company
                   AND d.qty_shipped + d.qty_cancelled < d.qty))
    ORDER BY i.sku LIMIT 1""")

_STOP = text("""
    UPDATE inventory.item_company c SET status = 'inactive' FROM inventory.item i
    WHERE i.id = c.item_id AND i.family_id = :family AND c.company_id = :company AND c.status = 'active'""")
