"""Read supplier bills, and goods received that no bill covers yet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, column, func, select, table, text
from sqlalchemy.orm import Session

from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.queries import open_items_of
from erp.finance.payables.models import SupplierBill
from erp.kernel.errors import NotFound
from erp.kernel.money import ZERO

# Names of suppliers for lists; the page of a supplier is inventory's.
SUPPLIER = table("supplier", column("id"), column("code"), column("name"), schema="inventory")

_BILL_LINES = text("""
    SELECT l.position, l.description, l.qty, l.unit_cost, l.amount, l.received_amount, l.difference_amount,
           l.grni_item_id, g.goods_receipt_id, g.goods_receipt_number, i.sku, a.code AS account_code,
           a.name AS account_name
    FROM finance.supplier_bill_line l
    LEFT JOIN finance.grni_item g ON g.id = l.grni_item_id
    LEFT JOIN inventory.item i ON i.id = g.item_id
    LEFT JOIN finance.account a ON a.id = l.account_id
    WHERE l.bill_id = :bill ORDER BY l.position
""")
_GRNI_ON = text("""
    WITH billed AS (
        SELECT grni_item_id, sum(qty) AS qty, sum(amount) AS amount FROM finance.grni_entry
        WHERE company_id = :company AND occurred_on <= :as_of GROUP BY grni_item_id
    )
    SELECT g.id, g.supplier_id, s.code AS supplier_code, s.name AS supplier_name, g.goods_receipt_id,
           g.goods_receipt_number, g.received_on, i.sku, i.description, i.base_unit, g.qty, b.qty AS open_qty,
           b.amount AS open_amount, CAST(:as_of AS date) - g.received_on AS days
    FROM billed b
    JOIN finance.grni_item g ON g.id = b.grni_item_id
    JOIN inventory.supplier s ON s.id = g.supplier_id
    JOIN inventory.item i ON i.id = g.item_id
    WHERE (b.qty <> 0 OR b.amount <> 0)
      AND (CAST(:supplier AS uuid) IS NULL OR g.supplier_id = CAST(:supplier AS uuid))
    ORDER BY g.received_on, g.goods_receipt_number, g.id
""")
# Today needs no history: the open receipt lines are indexed.
_GRNI_NOW = text("""
    SELECT g.id, g.supplier_id, s.code AS supplier_code, s.name AS supplier_name, g.goods_receipt_id,
           g.goods_receipt_number, g.received_on, i.sku, i.description, i.base_unit, g.qty, g.open_qty,
           g.open_amount, CAST(:as_of AS date) - g.received_on AS days
    FROM finance.grni_item g
    JOIN inventory.supplier s ON s.id = g.supplier_id
    JOIN inventory.item i ON i.id = g.item_id
    WHERE g.company_id = :company AND g.open_qty > 0 AND g.supplier_id = CAST(:supplier AS uuid)
    ORDER BY g.received_on, g.goods_receipt_number, g.id
""")


@dataclass(frozen=True)
class GrniLine:
    """A receipt line on a day: what no bill covered by then, and for how many days."""

    id: UUID
    supplier_id: UUID
    supplier_code: str
    supplier_name: str
    goods_receipt_id: UUID
    goods_receipt_number: str
    received_on: date
    sku: str
    description: str
    base_unit: str
    qty: Decimal
    open_qty: Decimal
    open_amount: Decimal
    days: int


@dataclass(frozen=True)
class BillPage:
    """A supplier bill with its lines and what is still owed of it."""

    bill: SupplierBill
    lines: list[Row[Any]]
    open_items: list[OpenItem]

    @property
    def open_amount(self) -> Decimal:
        return sum((item.balance_amount for item in self.open_items), ZERO)


def bill_page(session: Session, bill_id: UUID) -> BillPage:
    """One supplier bill.

    Raises: NotFound
    """
    bill = session.get(SupplierBill, bill_id)
    if bill is None:
        raise NotFound("There is no such supplier bill.")
    return BillPage(bill, list(session.execute(_BILL_LINES, {"bill": bill_id})), open_items_of(session, bill_id))


def grni_on(
    session: Session, company_id: UUID, as_of: date, supplier_id: UUID | None = None
) -> list[GrniLine]:
    """Goods received and not invoiced on a day, the oldest first."""
    rows = session.execute(_GRNI_ON, {"company": company_id, "as_of": as_of, "supplier": supplier_id})
    return [GrniLine(**row._mapping) for row in rows]


def billable_goods(session: Session, company_id: UUID, supplier_id: UUID, today: date) -> list[GrniLine]:
    """What a supplier may still bill, the oldest receipt first."""
    rows = session.execute(_GRNI_NOW, {"company": company_id, "as_of": today, "supplier": supplier_id})
    return [GrniLine(**row._mapping) for row in rows]


def supplier_names(session: Session) -> dict[UUID, tuple[str, str]]:
    """Code and name of every supplier."""
    rows = session.execute(select(SUPPLIER.c.id, SUPPLIER.c.code, SUPPLIER.c.name))
    return {row.id: (row.code, row.name) for row in rows}


def bills_statement(company_id: UUID) -> Select[Any]:
    """The supplier bills of a company for a list."""
    owed = (
        select(func.coalesce(func.sum(OpenItem.balance_amount), ZERO))
        .where(OpenItem.document_id == SupplierBill.id)
        .scalar_subquery()
    )
    return (
        select(
            SupplierBill.id, SupplierBill.number, SupplierBill.supplier_number, SupplierBill.billed_on,
            SupplierBill.due_on, SUPPLIER.c.code.label("supplier_code"), SUPPLIER.c.name.label("supplier_name"),
            SupplierBill.status, SupplierBill.currency, SupplierBill.total_amount, owed.label("open_amount"),
        )
        .join(SUPPLIER, SUPPLIER.c.id == SupplierBill.supplier_id)
        .where(SupplierBill.company_id == company_id)
    )
