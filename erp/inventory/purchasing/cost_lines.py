"""The lines of a purchase order, from what a buyer typed to exact base quantities and amounts.

Source: a line's amount is its quantity at the cost per ordered unit, rounded once; the six-place cost per base unit
is for reading only, so that 10.00 for a case of 12 stays 10.00 however often cases are bought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import minor_unit
from erp.kernel.quantity import NotExact, to_base
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OrderedLine:
    """What a buyer asks for.

    Units: ``qty`` and ``unit_cost`` count ``unit``. Without a unit it is the supplier's, else the base unit;
    without a cost it is what the supplier agreed.
    """

    item_id: UUID
    qty: Decimal
    unit: str | None = None
    unit_cost: Decimal | None = None


@dataclass(frozen=True)
class LineTerms:
    """What every line of one purchase order shares."""

    company_id: UUID
    supplier_id: UUID
    currency: str
    minor_units: int
    over_receipt_percent: Decimal
    under_receipt_percent: Decimal


def cost_lines(work: UnitOfWork, terms: LineTerms, lines: Sequence[OrderedLine]) -> list[dict[str, Any]]:
    """The rows of ``purchase_order_line`` without their header, in two executions whatever their number.

    Rounding: each amount half up to the currency's minor unit; cost per base unit to six places.
    Raises: NotFound or Refused naming the line: unknown or untraded item, unknown unit, inexact quantity, no cost.
    """
    if not lines:
        raise Refused("A purchase order needs at least one line.", field="lines")
    items = _read_items(work, terms, lines)
    factors = read_factors(work, items)
    return [
        _cost_line(position, line, items.get(line.item_id), factors, terms)
        for position, line in enumerate(lines, start=1)
    ]


def try_cost_lines(
    session: Session, terms: LineTerms, lines: Mapping[int, OrderedLine]
) -> dict[int, dict[str, Any] | Refused]:
    """Like ``cost_lines``, for looking only, by the position of each line in its document.

    A line that is refused gives its refusal and the others their rows.
    """
    items = _read_items(session, terms, list(lines.values()))
    factors = read_factors(session, items)
    answers: dict[int, dict[str, Any] | Refused] = {}
    for position, line in lines.items():
        try:
            answers[position] = _cost_line(position, line, items.get(line.item_id), factors, terms)
        except Refused as refusal:
            answers[position] = refusal
    return answers


def amount_of(qty: Decimal, entered_unit_cost: Decimal, numerator: int, denominator: int, minor_units: int) -> Decimal:
    """What a base quantity costs where ``numerator / denominator`` base units cost ``entered_unit_cost``.

    Rounding: half up, once, to the minor unit; the fraction before it is exact.
    """
    exact = Fraction(qty) * Fraction(entered_unit_cost) * Fraction(denominator, numerator)
    scaled = exact / Fraction(minor_unit(minor_units))
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return whole * minor_unit(minor_units)


def read_factors(
    work: UnitOfWork | Session, items: Mapping[UUID, Row[Any]]
) -> dict[tuple[UUID, str], tuple[int, int]]:
    """How many base units one of each item's units is, its base unit included."""
    rows = work.execute(
        text("""SELECT item_id, unit, numerator, denominator FROM inventory.item_unit
                WHERE item_id = ANY(CAST(:ids AS uuid[]))"""),
        {"ids": list(items)},
    )
    factors = {(item.id, item.base_unit): (1, 1) for item in items.values()}
    return factors | {(row.item_id, row.unit): (row.numerator, row.denominator) for row in rows}


def _read_items(
    work: UnitOfWork | Session, terms: LineTerms, lines: Sequence[OrderedLine]
) -> dict[UUID, Row[Any]]:
    rows = work.execute(
        text("""SELECT i.id, i.sku, i.description, i.base_unit, i.qty_quantum, i.kind, i.status,
                       ic.status AS company_status,
                       s.unit AS supplier_unit, s.unit_cost AS supplier_cost, s.currency AS supplier_currency
                FROM inventory.item i
                LEFT JOIN inventory.item_company ic ON ic.item_id = i.id AND ic.company_id = :company
                LEFT JOIN inventory.item_supplier s ON s.item_id = i.id AND s.supplier_id = :supplier
                WHERE i.id = ANY(CAST(:ids AS uuid[]))"""),
        {
            "company": terms.company_id,
            "supplier": terms.supplier_id,
            "ids": list({line.item_id for line in lines}),
        },
    )
    return {row.id: row for row in rows}


def _cost_line(
    position: int,
    line: OrderedLine,
    item: Row[Any] | None,
    factors: Mapping[tuple[UUID, str], tuple[int, int]],
    terms: LineTerms,
) -> dict[str, Any]:
    field = f"lines-{position - 1}"
    if item is None:
        raise NotFound("Line %(position)s: there is no such item.", field=f"{field}-item_id", position=position)
    if item.kind != "stocked" or item.status != "active" or item.company_status != "active":
        raise Refused(
            "Line %(position)s: %(sku)s cannot be bought here. Buy active, stocked items that this company trades.",
            field=f"{field}-item_id", position=position, sku=item.sku,
        )
    unit = line.unit or item.supplier_unit or item.base_unit
    if (item.id, unit) not in factors:
        raise Refused(
            "Line %(position)s: %(sku)s has no unit %(unit)s.",
            field=f"{field}-unit", position=position, sku=item.sku, unit=unit,
        )
    numerator, denominator = factors[item.id, unit]
    if line.qty <= 0:
        raise Refused("Line %(position)s: order more than nothing.", field=f"{field}-qty", position=position)
    try:
        qty = to_base(line.qty, numerator, denominator, item.qty_quantum)
    except NotExact as error:
        raise Refused(
            "Line %(position)s, %(sku)s: %(why)s",
            field=f"{field}-qty", position=position, sku=item.sku, why=error,
        ) from error
    cost = _agreed_cost(position, line, item, unit, factors, terms)
    return {
        "id": new_id(),
        "company_id": terms.company_id,
        "position": position,
        "item_id": item.id,
        "description": item.description,
        "entered_qty": line.qty,
        "unit": unit,
        "numerator": numerator,
        "denominator": denominator,
        "qty": qty,
        "entered_unit_cost": cost,
        "unit_cost": amount_of(Decimal(1), cost, numerator, denominator, 6),
        "amount": amount_of(qty, cost, numerator, denominator, terms.minor_units),
        "over_receipt_percent": terms.over_receipt_percent,
        "under_receipt_percent": terms.under_receipt_percent,
    }


def _agreed_cost(
    position: int,
    line: OrderedLine,
    item: Row[Any],
    unit: str,
    factors: Mapping[tuple[UUID, str], tuple[int, int]],
    terms: LineTerms,
) -> Decimal:
    """The cost typed, else the supplier's, carried over to the unit ordered in."""
    field = f"lines-{position - 1}-unit_cost"
    if line.unit_cost is not None:
        if line.unit_cost < 0:
            raise Refused("Line %(position)s: a cost cannot be negative.", field=field, position=position)
        return line.unit_cost
    if item.supplier_cost is None or item.supplier_currency != terms.currency:
        raise Refused(
            "Line %(position)s: no cost in %(currency)s is agreed with this supplier for %(sku)s. Enter the cost.",
            field=field, position=position, currency=terms.currency, sku=item.sku,
        )
    if unit == item.supplier_unit:
        return Decimal(item.supplier_cost)
    per_supplier_unit = factors[item.id, item.supplier_unit]
    ratio = Fraction(*factors[item.id, unit]) / Fraction(*per_supplier_unit)
    return amount_of(Decimal(1), item.supplier_cost, ratio.denominator, ratio.numerator, 6)
