"""What the page of one item shows of the catalogue, in two reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class ItemPage:
    """An item with its family, and how the chosen company trades it (None where it does not)."""

    item: Row[Any]
    units: Sequence[Row[Any]]
    barcodes: Sequence[Row[Any]]

    @property
    def traded(self) -> bool:
        return self.item.costing_method is not None


@dataclass(frozen=True)
class Choices:
    """What item forms offer."""

    families: list[tuple[UUID, str]]
    units: list[tuple[str, str]]


_ITEM = text(
    "SELECT i.*, f.code AS family_code, f.name AS family_name, c.costing_method, c.cost_pool_scope, "
    "  c.standard_unit_cost, c.status AS company_status "
    "FROM inventory.item i JOIN inventory.item_family f ON f.id = i.family_id "
    "LEFT JOIN inventory.item_company c ON c.item_id = i.id AND c.company_id = :company_id "
    "WHERE i.id = :item_id"
)
_UNITS = text(
    "SELECT u.unit, m.name, u.numerator, u.denominator, u.unit = i.base_unit AS is_base "
    "FROM inventory.item_unit u JOIN inventory.unit_of_measure m ON m.code = u.unit "
    "JOIN inventory.item i ON i.id = u.item_id WHERE u.item_id = :item_id "
    "ORDER BY CAST(u.numerator AS numeric) / u.denominator, u.unit"
)
_BARCODES = text(
    "SELECT code, unit, symbology FROM inventory.item_barcode WHERE item_id = :item_id ORDER BY unit, code"
)


def item_page(session: Session, item_id: UUID, company_id: UUID) -> ItemPage:
    """The item, its units and barcodes. Raises: NotFound."""
    item = session.execute(_ITEM, {"item_id": item_id, "company_id": company_id}).one_or_none()
    if item is None:
        raise NotFound("There is no such item.")
    units = session.execute(_UNITS, {"item_id": item_id}).all()
    return ItemPage(item, units, session.execute(_BARCODES, {"item_id": item_id}).all())


def choices(session: Session, company_id: UUID) -> Choices:
    """The families the company trades, and every unit."""
    families = session.execute(
        text(
            "SELECT f.id, f.code || ' ' || f.name FROM inventory.item_family f "
            "JOIN inventory.item_family_company c ON c.family_id = f.id AND c.status = 'active' "
            "WHERE c.company_id = :company_id ORDER BY f.code"
        ),
        {"company_id": company_id},
    )
    units = session.execute(text("SELECT code, code || ' ' || name FROM inventory.unit_of_measure ORDER BY code"))
    return Choices([(row[0], row[1]) for row in families], [(row[0], row[1]) for row in units])


def fraction(numerator: int, denominator: int) -> str:
    """How many base units a unit is, as people write it: 12, or 1/3."""
    return str(numerator) if denominator == 1 else f"{numerator}/{denominator}"


