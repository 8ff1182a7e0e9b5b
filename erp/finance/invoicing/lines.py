"""A line as it is billed: what, for how much, and the taxes on it. Pure values and arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from erp.kernel.money import ZERO
from erp.kernel.plain import from_plain, to_plain
from erp.terms.api import TaxableLine, TaxComponentFacts, compute_tax


@dataclass(frozen=True)
class LineTaxPart:
    """One tax on a line: what an invoice keeps, so that a credit memo gives back the same."""

    component_id: UUID
    code: str
    name: str
    rate: Decimal
    base_amount: Decimal
    tax_amount: Decimal


@dataclass(frozen=True)
class LineTaxCode:
    """The tax code of a line on its tax point, with its taxes at that day's rates."""

    code: str
    rate_percent: Decimal
    components: tuple[TaxComponentFacts, ...] = ()


@dataclass(frozen=True)
class BilledLine:
    """A shipped line or a charge at its frozen price.

    ``amount`` is net of tax; ``qty`` counts the unit the price is for.
    """

    kind: str  # item, charge
    revenue_role: str
    order_line_id: UUID
    order_number: str
    description: str
    unit: str
    qty: Decimal
    net_unit_price: Decimal
    amount: Decimal
    tax: LineTaxCode
    tax_point_on: date
    shipment_id: UUID | None = None
    shipment_line_id: UUID | None = None
    shipment_number: str = ""
    unbilled_line_id: UUID | None = None
    item_id: UUID | None = None
    family_id: UUID | None = None
    warehouse_id: UUID | None = None
    sku: str = ""
    tax_amount: Decimal = ZERO
    tax_parts: tuple[LineTaxPart, ...] = ()


def taxed(lines: Sequence[BilledLine], rounding: str, minor_units: int) -> list[BilledLine]:
    """The lines with the tax of the whole document on them; a price that includes tax becomes net here.

    Rounding: half up by line or by document, as the company has chosen; see ``compute_tax``.
    """
    result = compute_tax(
        [
            TaxableLine(number, line.amount, line.tax.components, qty=line.qty, code=line.tax.code)
            for number, line in enumerate(lines)
        ],
        rounding,
        minor_units,
    )
    done = []
    for number, line in enumerate(lines):
        tax = result.lines[number]
        rates = {component.id: component.rate for component in line.tax.components}
        parts = tuple(
            LineTaxPart(
                part.component_id, line.tax.code, part.name, rates[part.component_id], part.base_amount,
                part.tax_amount,
            )
            for part in tax.parts
        )
        done.append(replace(line, amount=tax.net_amount, tax_amount=tax.tax_amount, tax_parts=parts))
    return done


def tax_summary(parts: Sequence[LineTaxPart]) -> list[LineTaxPart]:
    """Add up the lines' taxes by tax and rate, in the order in which they first appear."""
    sums: dict[tuple[UUID, str, Decimal], LineTaxPart] = {}
    for part in parts:
        key = (part.component_id, part.code, part.rate)
        so_far = sums.get(key)
        sums[key] = (
            replace(
                so_far,
                base_amount=so_far.base_amount + part.base_amount,
                tax_amount=so_far.tax_amount + part.tax_amount,
            )
            if so_far
            else part
        )
    return list(sums.values())


def stored_parts(parts: Sequence[LineTaxPart]) -> list[dict[str, Any]]:
    """The taxes of a line as they are kept with it."""
    plain: list[dict[str, Any]] = to_plain(parts)
    return plain


def read_parts(stored: Sequence[dict[str, Any]]) -> tuple[LineTaxPart, ...]:
    """The taxes of a line as they were kept."""
    return tuple(from_plain(LineTaxPart, part) for part in stored)


def stored_components(tax: LineTaxCode) -> list[dict[str, Any]]:
    """The taxes a line will bear when its invoice is issued, at the rates of its tax point.

    The amount kept beside them is net already, so none of them is inside it any more.
    """
    plain: list[dict[str, Any]] = to_plain([replace(c, included=False) for c in tax.components])
    return plain


def read_components(stored: Sequence[dict[str, Any]]) -> tuple[TaxComponentFacts, ...]:
    """The taxes as they were kept."""
    return tuple(from_plain(TaxComponentFacts, component) for component in stored)
