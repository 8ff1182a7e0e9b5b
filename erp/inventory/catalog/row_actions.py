"""What can be done with many items of the list at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.catalog.change_item import change_item
from erp.inventory.catalog.item_page import choices
from erp.kernel.errors import NotFound
from erp.kernel.row_actions import Asked, Question, RowAction
from erp.kernel.unit_of_work import UnitOfWork

_LIST, _RIGHT, _OPENS = "inventory_items.index", "inventory.item.edit", ("inventory_items.show", "item_id")


def _change(work: UnitOfWork, item_id: UUID, changes: dict[str, Any]) -> None:
    """The item as it is now, changed: nobody has looked at one version of each of many rows."""
    version = work.session.scalar(
        text("SELECT version FROM inventory.item WHERE id = :id FOR NO KEY UPDATE"), {"id": item_id}
    )
    if version is None:
        raise NotFound("There is no such item.")
    change_item(work, item_id, changes, version=version)


def _activate(work: UnitOfWork, item_id: UUID, asked: Asked) -> None:
    _change(work, item_id, {"status": "active"})


def _retire(work: UnitOfWork, item_id: UUID, asked: Asked) -> None:
    _change(work, item_id, {"status": "retired"})


def _set_family(work: UnitOfWork, item_id: UUID, asked: Asked) -> None:
    _change(work, item_id, {"family_id": UUID(asked.answers["family_id"])})


def _families(session: Session, company_id: UUID) -> Sequence[tuple[str, str]]:
    return [(str(family_id), name) for family_id, name in choices(session, company_id).families]


ROW_ACTIONS = (
    RowAction(
        "inventory.item.set_family", _LIST, "Set family",
        "Each item belongs to this family from now on: its accounts and margins follow. An item that is on hand keeps "
        "its family, because its value stands in the old one's account.",
        _RIGHT, _set_family, _OPENS,
        questions=(Question("family_id", "Family", kind="choice", options=_families),),
    ),
    RowAction(
        "inventory.item.activate", _LIST, "Activate", "These items can be sold and bought from now on.",
        _RIGHT, _activate, _OPENS,
    ),
    RowAction(
        "inventory.item.retire", _LIST, "Retire",
        "These items are no longer sold or bought. What is on hand stays, and their history, too.",
        _RIGHT, _retire, _OPENS, danger=True,
    ),
)  # fmt: skip
