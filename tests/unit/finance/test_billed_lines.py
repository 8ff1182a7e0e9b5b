"""The tax on billed lines, summed up, kept with the line and read again."""

from datetime import date
from decimal import Decimal

import pytest

from erp.finance.invoicing.lines import (
    BilledLine,
    LineTaxCode,
    LineTaxPart,
    read_components,
    read_parts,
    stored_components,
    stored_parts,
    tax_summary,
    taxed,
)
from erp.kernel.identifiers import new_id
from erp.terms.api import TaxComponentFacts

D = Decimal
STATE = TaxComponentFacts(new_id(), "State", "percent", D("7.25"))
CRATE = TaxComponentFacts(new_id(), "Crate", "fixed_per_unit", D("0.30"))
INSIDE = TaxComponentFacts(new_id(), "VAT", "percent", D(20), included=True)


def _line(amount: str, *components: TaxComponentFacts, qty: str = "1", code: str = "T") -> BilledLine:
    return BilledLine(
        kind="item", revenue_role="revenue", order_line_id=new_id(), order_number="SO-1", description="Bolt",
        unit="EA", qty=D(qty), net_unit_price=D(1), amount=D(amount), tax=LineTaxCode(code, D(0), components),
        tax_point_on=date(2026, 3, 2))


def test_each_line_keeps_its_taxes_with_code_rate_and_base() -> None:
    first, second = taxed([_line("10.10", STATE, CRATE, qty="4"), _line("3.00", code="N")], "line", 2)
    assert (first.amount, first.tax_amount) == (D("10.10"), D("1.93"))
    assert first.tax_parts == (
        LineTaxPart(STATE.id, "T", "State", D("7.25"), D("10.10"), D("0.73")),
        LineTaxPart(CRATE.id, "T", "Crate", D("0.30"), D("10.10"), D("1.20")),
    )
    assert (second.amount, second.tax_amount, second.tax_parts) == (D("3.00"), D(0), ())


def test_a_price_with_the_tax_in_it_becomes_net() -> None:
    (line,) = taxed([_line("120.00", INSIDE)], "line", 2)
    assert (line.amount, line.tax_amount) == (D("100.00"), D("20.00"))


@pytest.mark.parametrize(("rounding", "minor_units", "tax"), [("line", 2, "0.02"), ("document", 2, "0.01"),
                                                              ("line", 3, "0.014"), ("document", 0, "0")])
def test_tax_is_rounded_as_the_company_chose_and_to_the_currency(rounding: str, minor_units: int, tax: str) -> None:
    lines = taxed([_line("0.10", STATE), _line("0.10", STATE)], rounding, minor_units)
    assert sum(line.tax_amount for line in lines) == D(tax)


def test_taxes_add_up_by_tax_code_and_rate_in_the_order_they_appear() -> None:
    old, new, other = new_id(), new_id(), new_id()
    parts = [
        LineTaxPart(old, "A", "State", D(5), D(10), D("0.50")), LineTaxPart(new, "A", "City", D(1), D(10), D("0.10")),
        LineTaxPart(old, "A", "State", D(5), D(30), D("1.50")), LineTaxPart(old, "A", "State", D(6), D(1), D("0.06")),
        LineTaxPart(old, "B", "State", D(5), D(2), D("0.10")), LineTaxPart(other, "A", "State", D(5), D(4), D("0.20")),
    ]
    assert tax_summary(parts) == [
        LineTaxPart(old, "A", "State", D(5), D(40), D("2.00")), parts[1], parts[3], parts[4], parts[5],
    ]


def test_taxes_are_read_as_they_were_kept() -> None:
    (line,) = taxed([_line("10.10", STATE, CRATE, qty="4")], "line", 2)
    kept = stored_parts(line.tax_parts)
    assert [part["tax_amount"] for part in kept] == ["0.73", "1.20"]
    assert read_parts(kept) == line.tax_parts


def test_a_tax_inside_the_price_stands_beside_the_net_amount_once_that_is_kept() -> None:
    kept = stored_components(LineTaxCode("T", D(20), (INSIDE, STATE)))
    assert read_components(kept) == (
        TaxComponentFacts(INSIDE.id, "VAT", "percent", D(20)), STATE,
    )
