"""The parts of an invoice line come back to the cent, whatever their number and size."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from erp.finance.credit_memos.lines import InvoicedLine, give_back, restocking_fees
from erp.finance.invoicing.lines import LineTaxPart
from erp.kernel.identifiers import new_id

TAX = new_id()


def _line(qty: Decimal, amount: Decimal, tax: Decimal, credited: Decimal = Decimal(0)) -> InvoicedLine:
    part = LineTaxPart(TAX, "SALES", "Sales tax", Decimal(10), amount, tax)
    return InvoicedLine(
        id=new_id(), invoice_id=new_id(), invoice_number="INV-1", kind="item", revenue_role="revenue",
        shipment_line_id=new_id(), item_id=None, family_id=None, warehouse_id=None, sku="X", description="X",
        unit="EA", qty=qty, net_unit_price=Decimal(1), amount=amount, tax_code="SALES", tax_rate_percent=Decimal(10),
        tax_parts=(part,), qty_credited=credited,
    )


@given(
    parts=st.lists(st.integers(1, 50), min_size=1, max_size=8),
    cents=st.integers(0, 1_000_000),
    tax_cents=st.integers(0, 200_000),
)
def test_all_parts_come_to_the_whole(parts: list[int], cents: int, tax_cents: int) -> None:
    qty, amount, tax = Decimal(sum(parts)), Decimal(cents) / 100, Decimal(tax_cents) / 100
    credited, amounts, taxes = Decimal(0), Decimal(0), Decimal(0)
    for part in parts:
        credit = give_back(_line(qty, amount, tax, credited), Decimal(part))
        assert credit.amount >= 0
        assert credit.tax_amount >= 0
        credited += part
        amounts += credit.amount
        taxes += credit.tax_amount
    assert (amounts, taxes) == (amount, tax)


def test_the_fee_is_rounded_once_for_each_percentage() -> None:
    lines = [
        (give_back(_line(Decimal(1), Decimal(amount), Decimal(0)), Decimal(1)), Decimal(percent))
        for amount, percent in (("0.33", "15"), ("0.33", "15"), ("10.00", "0"), ("3.00", "20"))
    ]

    fees = restocking_fees(lines)

    assert [(fee.description, fee.amount) for fee in fees] == [
        ("Restocking fee 15 %", Decimal("-0.10")),  # 15 % of 0.66, not twice 0.05
        ("Restocking fee 20 %", Decimal("-0.60")),
    ]
