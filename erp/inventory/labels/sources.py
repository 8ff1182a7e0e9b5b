"""What labels can be printed of: warehouses' bins, items, goods receipts, shipments' cartons."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.catalog.queries import items
from erp.inventory.labels.bin_labels import bin_labels
from erp.inventory.labels.carton_labels import carton_labels
from erp.inventory.labels.item_labels import item_labels
from erp.inventory.labels.label import Label
from erp.inventory.labels.receipt_labels import receipt_labels
from erp.inventory.labels.wanted import Wanted
from erp.inventory.locations.queries import warehouse
from erp.inventory.receiving.queries import goods_receipt
from erp.inventory.shipping.queries import shipment_facts
from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class Thing:
    """The thing labels are wanted of: its name, and its branch where it has one."""

    name: str
    branch_id: UUID | None = None


@dataclass(frozen=True)
class Source:
    """A kind of thing, the permission to see it, how one is found, and how its labels are written."""

    permission: str
    find: Callable[[Session, UUID], Thing]
    labels: Callable[[Session, UUID, Wanted], list[Label]]


def _warehouse(session: Session, warehouse_id: UUID) -> Thing:
    found = warehouse(session, warehouse_id)
    return Thing(f"{found.code} {found.name}", found.branch_id)


def _item(session: Session, item_id: UUID) -> Thing:
    found = items(session, [item_id]).get(item_id)
    if found is None:
        raise NotFound("There is no such item.")
    return Thing(f"{found.sku} {found.description}")


def _receipt(session: Session, goods_receipt_id: UUID) -> Thing:
    found = goods_receipt(session, goods_receipt_id)
    return Thing(found.number, found.branch_id)


def _shipment(session: Session, shipment_id: UUID) -> Thing:
    found = shipment_facts(session, shipment_id)
    return Thing(found.number, found.branch_id)


SOURCES = {
    "bins": Source("inventory.warehouse.view", _warehouse, bin_labels),
    "item": Source("inventory.item.view", _item, item_labels),
    "receipt": Source("inventory.goods_receipt.view", _receipt, receipt_labels),
    "cartons": Source("inventory.shipment.view", _shipment, carton_labels),
}


def source(name: str) -> Source:
    """The kind of thing of that name. Raises: NotFound."""
    if name not in SOURCES:
        raise NotFound("There are no labels of that kind.")
    return SOURCES[name]
