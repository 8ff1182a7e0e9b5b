"""Say that a bin takes an item."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.put_away.models import PutAwayRule
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork

_PLACE = text(
    "SELECT w.company_id, w.id AS warehouse_id, n.code, n.kind, n.status, i.sku, i.kind AS item_kind, i.qty_quantum "
    "FROM inventory.bin n JOIN inventory.warehouse w ON w.id = n.warehouse_id "
    "LEFT JOIN inventory.item i ON i.id = :item_id WHERE n.id = :bin_id"
)


def set_put_away_rule(
    work: UnitOfWork, *, bin_id: UUID, item_id: UUID, priority: int, qty_capacity: Decimal
) -> UUID:
    """The bin takes the item up to a capacity; a rule that was there is replaced. Answers the rule's id.

    Units: base units. The lower the priority, the earlier the bin is filled.
    Raises: NotFound; Refused for a bin that is not for storage, or a capacity that is no multiple of what the item is
        counted in.
    """
    work.require("inventory.warehouse.edit")
    place = work.execute(_PLACE, {"bin_id": bin_id, "item_id": item_id}).one_or_none()
    if place is None or place.status != "active":
        raise NotFound("There is no such bin, or it is closed.", field="bin")
    if place.sku is None or place.item_kind != "stocked":
        raise NotFound("There is no such stocked item.", field="item")
    if place.kind != "storage":
        raise Refused("Bin %(code)s is not for storage. Choose a storage bin.", field="bin", code=place.code)
    if priority < 1:
        raise Refused("The priority is a number from 1 up; 1 is filled first.", field="priority")
    if qty_capacity <= 0 or qty_capacity % place.qty_quantum:
        raise Refused(
            "The capacity is a multiple of %(quantum)s, above zero.",
            field="qty_capacity", quantum=f"{place.qty_quantum.normalize():f}",
        )
    rule = work.session.query(PutAwayRule).filter_by(item_id=item_id, bin_id=bin_id).one_or_none()
    if rule is None:
        rule = PutAwayRule(
            id=new_id(), company_id=place.company_id, warehouse_id=place.warehouse_id, bin_id=bin_id, item_id=item_id
        )
        work.session.add(rule)
    rule.priority, rule.qty_capacity = priority, qty_capacity
    work.session.flush()
    return rule.id


def remove_put_away_rule(work: UnitOfWork, rule_id: UUID) -> None:
    """The bin takes the item no more; what stands there stays. Removing twice is once."""
    work.require("inventory.warehouse.edit")
    work.execute(text("DELETE FROM inventory.put_away_rule WHERE id = :id"), {"id": rule_id})
