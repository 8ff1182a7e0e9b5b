"""A line of a credit memo, and the share of an invoice line it gives back. Pure values and arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from erp.finance.invoicing.lines import LineTaxPart
from erp.kernel.money import ZERO, round_amount


@dataclass(frozen=True)
class CreditLine:
    """What a line gives back, net of tax, and the tax on it; a fee is negative."""

    kind: str  # item, charge, restocking_fee, adjustment
    account_role: str
    description: str
    unit: str
    qty: Decimal
    net_unit_price: Decimal
    amount: Decimal
    tax_code: str = ""
    tax_rate_percent: Decimal = ZERO
    tax_parts: tuple[LineTaxPart, ...] = ()
    invoice_id: UUID | None = None
    invoice_line_id: UUID | None = None
    return_receipt_line_id: UUID | None = None
    item_id: UUID | None = None
    family_id: UUID | None = None
    warehouse_id: UUID | None = None
    sku: str = ""

    @property
    def tax_amount(self) -> Decimal:
        return sum((part.tax_amount for part in self.tax_parts), ZERO)

    @property
    def total_amount(self) -> Decimal:
        return self.amount + self.tax_amount


@dataclass(frozen=True)
class InvoicedLine:
    """An invoice line with what credit memos have given back of it so far."""

    id: UUID
    invoice_id: UUID
    invoice_number: str
    kind: str
    revenue_role: str
    shipment_line_id: UUID | None
    item_id: UUID | None
    family_id: UUID | None
    warehouse_id: UUID | None
    sku: str
    description: str
    unit: str
    qty: Decimal
    net_unit_price: Decimal
    amount: Decimal
    tax_code: str
    tax_rate_percent: Decimal
    tax_parts: tuple[LineTaxPart, ...]
    qty_credited: Decimal

    @property
    def qty_left(self) -> Decimal:
        return self.qty - self.qty_credited


def give_back(
    line: InvoicedLine, qty: Decimal, minor_units: int = 2, return_receipt_line_id: UUID | None = None
) -> CreditLine:
    """Give back so much of an invoice line, at its price and its tax.

    Rounding: what is given back in all is the line's share for all units credited, half up, less what was given back
    before; so the parts of a line add up to it to the cent, however many memos they come in.
    """

    def share(whole: Decimal) -> Decimal:
        so_far = round_amount(whole * line.qty_credited / line.qty, minor_units)
        return round_amount(whole * (line.qty_credited + qty) / line.qty, minor_units) - so_far

    parts = tuple(
        replace(part, base_amount=share(part.base_amount), tax_amount=share(part.tax_amount))
        for part in line.tax_parts
    )
    return CreditLine(
        kind=line.kind,
        account_role=line.revenue_role,
        description=line.description,
        unit=line.unit,
        qty=qty,
        net_unit_price=line.net_unit_price,
        amount=share(line.amount),
        tax_code=line.tax_code,
        tax_rate_percent=line.tax_rate_percent,
        tax_parts=parts,
        invoice_id=line.invoice_id,
        invoice_line_id=line.id,
        return_receipt_line_id=return_receipt_line_id,
        item_id=line.item_id,
        family_id=line.family_id,
        warehouse_id=line.warehouse_id,
        sku=line.sku,
    )


def restocking_fees(
    credited: Sequence[tuple[CreditLine, Decimal]], minor_units: int = 2
) -> list[CreditLine]:
    """The fee kept back for goods that came back: a percentage of their net price, a line of its own each percentage.

    The fee bears no tax: the tax of the sale is given back in full.
    Rounding: once for each percentage, over all its lines, half up.
    """
    bases: dict[Decimal, Decimal] = {}
    for line, percent in credited:
        bases[percent] = bases.get(percent, ZERO) + line.amount
    fees = []
    for percent, base in bases.items():
        amount = round_amount(base * percent / 100, minor_units)
        if amount:
            fees.append(
                CreditLine(
                    kind="restocking_fee",
                    account_role="restocking_income",
                    description=f"Restocking fee {percent.normalize():f} %",
                    unit="",
                    qty=Decimal(1),
                    net_unit_price=-amount,
                    amount=-amount,
                )
            )
    return fees
