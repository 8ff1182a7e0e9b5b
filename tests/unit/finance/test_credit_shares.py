"""The parts of an invoice line come back to the cent, whatever their number and size."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from erp.finance.credit_memos.lines import CreditLine, InvoicedLine, give_back, restocking_fees
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


def test_a_credit_line_repeats_what_was_invoiced() -> None:
    invoiced = replace(_line(Decimal(4), Decimal("10.00"), Decimal("1.00"), Decimal(1)), item_id=new_id(),
                       family_id=new_id(), warehouse_id=new_id(), sku="BOLT", description="Hex bolt", unit="BOX",
                       net_unit_price=Decimal("2.50"), kind="charge", revenue_role="charges")
    came_back = new_id()
    credit = give_back(invoiced, Decimal(2), return_receipt_line_id=came_back)
    assert credit == CreditLine(
        kind="charge", account_role="charges", description="Hex bolt", unit="BOX", qty=Decimal(2),
        net_unit_price=Decimal("2.50"), amount=Decimal("5.00"), tax_code="SALES", tax_rate_percent=Decimal(10),
        tax_parts=(LineTaxPart(TAX, "SALES", "Sales tax", Decimal(10), Decimal("5.00"), Decimal("0.50")),),
        invoice_id=invoiced.invoice_id, invoice_line_id=invoiced.id, return_receipt_line_id=came_back,
        item_id=invoiced.item_id, family_id=invoiced.family_id, warehouse_id=invoiced.warehouse_id, sku="BOLT")
    assert (credit.tax_amount, credit.total_amount, invoiced.qty_left) == (Decimal("0.50"), Decimal("5.50"), 3)


def test_a_third_of_a_hundred_yen_is_whole_and_the_thirds_add_up() -> None:
    amounts = [give_back(_line(Decimal(3), Decimal(100), Decimal(10), Decimal(n)), Decimal(1), 0) for n in range(3)]
    assert [credit.amount for credit in amounts] == [33, 34, 33]
    assert [credit.tax_amount for credit in amounts] == [3, 4, 3]


def test_fees_are_one_line_for_each_percentage_rounded_once() -> None:
    credit = give_back(_line(Decimal(1), Decimal("10.03"), Decimal(0)), Decimal(1))
    fees = restocking_fees([(credit, Decimal("12.50")), (credit, Decimal(5)), (credit, Decimal("12.50")),
                            (credit, Decimal(0))])
    assert fees == [
        CreditLine(kind="restocking_fee", account_role="restocking_income", description="Restocking fee 12.5 %",
                   unit="", qty=Decimal(1), net_unit_price=Decimal("-2.51"), amount=Decimal("-2.51")),
        CreditLine(kind="restocking_fee", account_role="restocking_income", description="Restocking fee 5 %",
                   unit="", qty=Decimal(1), net_unit_price=Decimal("-0.50"), amount=Decimal("-0.50")),
    ]
    assert [fee.amount for fee in restocking_fees([(credit, Decimal("12.50"))], 0)] == [-1]
    assert [fee.amount for fee in restocking_fees([(credit, Decimal("12.50"))], 3)] == [Decimal("-1.254")]
