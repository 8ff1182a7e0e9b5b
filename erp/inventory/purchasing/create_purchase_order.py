"""A buyer writes down what to ask a supplier for; nobody relies on it until it is submitted."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.purchasing.cost_lines import LineTerms, OrderedLine, cost_lines
from erp.inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization


def create_purchase_order(
    work: UnitOfWork,
    *,
    supplier_id: UUID,
    warehouse_id: UUID,
    lines: Sequence[OrderedLine],
    ordered_on: date,
    expected_on: date | None = None,
    supplier_reference: str = "",
    note: str = "",
) -> UUID:
    """Enter a draft purchase order in the currency agreed with the supplier; return its id.

    Units: each line counts the unit it was typed in, and exactly so many base units.
    Raises: NotFound; Refused for a blocked supplier, one the company has no terms with, or a line that cannot be.
    """
    warehouse = _read_warehouse(work, warehouse_id)
    work.require("inventory.purchase_order.create", warehouse.branch_id)
    if expected_on is not None and expected_on < ordered_on:
        raise Refused("The delivery cannot be expected before the order.", field="expected_on")
    supplier, terms = read_terms(work, supplier_id, warehouse.company_id)
    rows = cost_lines(work, terms, lines)
    order_id = new_id()
    header = {
        "id": order_id,
        "company_id": warehouse.company_id,
        "branch_id": warehouse.branch_id,
        "warehouse_id": warehouse_id,
        "supplier_id": supplier_id,
        "number": draw_numbers(work, "purchase_order")[0],
        "currency": terms.currency,
        "payment_term_id": supplier.payment_term_id,
        "ordered_on": ordered_on,
        "expected_on": expected_on,
        "supplier_reference": supplier_reference.strip(),
        "note": note.strip(),
        "total_amount": sum((row["amount"] for row in rows), Decimal(0)),
        "entered_by": work.actor.name,
        "entered_at": work.now,
    }
    insert_rows(work, PurchaseOrder, [header])
    insert_rows(work, PurchaseOrderLine, [row | {"purchase_order_id": order_id} for row in rows])
    return order_id


def read_terms(work: UnitOfWork, supplier_id: UUID, company_id: UUID) -> tuple[Row[Any], LineTerms]:
    """What the company has agreed with the supplier, its own tolerances where the supplier has none.

    Raises: NotFound; Refused for a blocked supplier, missing terms or a currency that is not the company's.
    """
    supplier = work.execute(
        text("""SELECT s.code, s.status, sc.currency, sc.payment_term_id, sc.over_receipt_percent,
                       sc.under_receipt_percent
                FROM inventory.supplier s
                LEFT JOIN inventory.supplier_company sc
                       ON sc.supplier_id = s.id AND sc.company_id = :company
                WHERE s.id = :supplier"""),
        {"supplier": supplier_id, "company": company_id},
    ).one_or_none()
    company = organization.company(work.session, company_id)
    if supplier is None:
        raise NotFound("There is no such supplier.", field="supplier_id")
    if supplier.status != "active":
        raise Refused("Supplier %(code)s is blocked. Choose another.", field="supplier_id", code=supplier.code)
    if supplier.currency is None:
        raise Refused(
            "%(name)s has no terms with supplier %(code)s yet. Agree them on the supplier's page.",
            field="supplier_id", name=company.name, code=supplier.code,
        )
    if supplier.currency != company.currency:
        raise Refused(
            "Supplier %(code)s sells in %(currency)s, and %(name)s buys in %(currency2)s. Agree terms in "
            "%(currency2)s.",
            field="supplier_id", code=supplier.code, currency=supplier.currency, name=company.name,
            currency2=company.currency,
        )
    settings = organization.settings(work.session, company_id)
    over, under = supplier.over_receipt_percent, supplier.under_receipt_percent
    return supplier, LineTerms(
        company_id=company_id,
        supplier_id=supplier_id,
        currency=supplier.currency,
        minor_units=company.minor_units,
        over_receipt_percent=settings["over_receipt_tolerance_percent"] if over is None else over,
        under_receipt_percent=settings["under_receipt_tolerance_percent"] if under is None else under,
    )


def _read_warehouse(work: UnitOfWork, warehouse_id: UUID) -> Row[Any]:
    warehouse = work.execute(
        text("SELECT company_id, branch_id, status FROM inventory.warehouse WHERE id = :id"),
        {"id": warehouse_id},
    ).one_or_none()
    if warehouse is None or warehouse.status != "active":
        raise NotFound("There is no such warehouse, or it is closed.", field="warehouse_id")
    return warehouse
