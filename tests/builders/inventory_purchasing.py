"""Suppliers, purchase orders and deliveries for tests, made through the use cases that pages call."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from sqlalchemy import select

from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.inventory.purchasing.create_purchase_order import create_purchase_order
from erp.inventory.purchasing.models import PurchaseOrderLine
from erp.inventory.purchasing.submit_purchase_order import submit_purchase_order
from erp.inventory.receiving.check_delivery import DeliveredLine
from erp.inventory.receiving.receive_goods import receive_goods
from erp.inventory.suppliers.agree_supplier_terms import agree_supplier_terms
from erp.inventory.suppliers.create_supplier import create_supplier
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import BuiltWarehouse

_numbers = count(1)


def a_supplier(
    work: UnitOfWork,
    company_ids: Sequence[UUID],
    *,
    code: str | None = None,
    over_percent: Decimal | None = None,
    under_percent: Decimal | None = None,
) -> UUID:
    """A supplier with whom the companies have terms."""
    supplier_id = create_supplier(work, code=code or f"SUP{next(_numbers)}", name="Nordic Fasteners")
    for company_id in company_ids:
        agree_supplier_terms(
            work,
            supplier_id=supplier_id,
            company_id=company_id,
            over_receipt_percent=over_percent,
            under_receipt_percent=under_percent,
        )
    return supplier_id


def a_purchase_order(
    work: UnitOfWork, place: BuiltWarehouse, supplier_id: UUID, lines: Sequence[OrderedLine], *, on: date | None = None
) -> UUID:
    """A submitted purchase order."""
    ordered_on = on or work.now.date()
    order_id = create_purchase_order(
        work,
        supplier_id=supplier_id,
        warehouse_id=place.id,
        lines=lines,
        ordered_on=ordered_on,
        expected_on=ordered_on + timedelta(days=7),
    )
    submit_purchase_order(work, order_id)
    return order_id


def lines_of(work: UnitOfWork, purchase_order_id: UUID) -> list[UUID]:
    """The ids of the order's lines, in order."""
    return list(
        work.session.scalars(
            select(PurchaseOrderLine.id)
            .where(PurchaseOrderLine.purchase_order_id == purchase_order_id)
            .order_by(PurchaseOrderLine.position)
        )
    )


def received(
    work: UnitOfWork,
    place: BuiltWarehouse,
    supplier_id: UUID,
    item_id: UUID,
    qty: Decimal | int | str,
    unit_cost: Decimal | int | str,
    *,
    on: date | None = None,
    bin_id: UUID | None = None,
    lot_code: str = "",
    expires_on: date | None = None,
) -> UUID:
    """Goods of one item ordered and taken in at once, into the first storage bin unless said otherwise."""
    line = OrderedLine(item_id=item_id, qty=Decimal(qty), unit_cost=Decimal(unit_cost))
    order_id = a_purchase_order(work, place, supplier_id, [line], on=on)
    came = DeliveredLine(
        lines_of(work, order_id)[0],
        Decimal(qty),
        bin_id=bin_id or place.bin_id,
        lot_code=lot_code,
        expires_on=expires_on,
    )
    return receive_goods(work, order_id, [came], received_on=on or work.now.date())
