"""What whoever carries out the replay keeps at hand: who is who and what lies where, looked up once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.crm.api import customers_by_code
from erp.inventory.api import bins, items_by_code, warehouses
from erp.organization.api import branches, company_by_code
from erp.overview.replay.survey import bucket_of

BINS = 240


def bin_code(number: int) -> str:
    """The name of a storage bin: aisle, then place."""
    return f"{chr(ord('A') + number // 20)}-{number % 20 + 1:02}"


def supplier_code(number: int) -> str:
    """The code of a supplier."""
    return f"SUPPLIER-{number + 1:02}"


@dataclass
class Desk:
    """The ids of the replay's company by the names the file knows them under."""

    company_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    bins: dict[str, UUID]
    suppliers: dict[int, UUID]
    items: dict[str, UUID] = field(default_factory=dict)
    customers: dict[str, UUID] = field(default_factory=dict)

    def bin_of(self, sku: str) -> UUID:
        """The one bin a stock code is kept in."""
        return self.bins[bin_code(bucket_of(sku, BINS))]

    def family_id(self, session: Session, code: str) -> UUID:
        """The item family of that code."""
        found = session.scalar(text("SELECT id FROM inventory.item_family WHERE code = :code"), {"code": code})
        return UUID(str(found))

    def learn(self, session: Session, skus: Collection[str], customers: Collection[str]) -> None:
        """Look up the items and customers not known yet."""
        new_skus = [sku for sku in skus if sku not in self.items]
        self.items |= {code: found.item.id for code, found in items_by_code(session, new_skus).items()}
        new_customers = [code for code in customers if code not in self.customers]
        self.customers |= customers_by_code(session, new_customers)


def open_desk(session: Session, company_code: str) -> Desk:
    """The desk of the replay's company once it is set up."""
    company = company_by_code(session, company_code)
    branch = branches(session, company.id)[0]
    place = warehouses(session, branch_id=branch.id)[0]
    suppliers = {
        row.code: row.id
        for row in session.execute(text("SELECT code, id FROM inventory.supplier WHERE code LIKE 'SUPPLIER-%'"))
    }
    return Desk(
        company_id=company.id,
        branch_id=branch.id,
        warehouse_id=place.id,
        bins={found.code: found.id for found in bins(session, place.id)},
        suppliers={int(code.removeprefix("SUPPLIER-")) - 1: supplier_id for code, supplier_id in suppliers.items()},
    )
