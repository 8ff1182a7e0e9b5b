"""Tax on lines and documents, with the figures an accountant would write down."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.kernel.identifiers import new_id
from erp.terms.taxes.arithmetic import TaxableLine, TaxComponentFacts, compute_tax, effective_percent

D = Decimal


def tax(name, rate, kind="percent", **flags):
    return TaxComponentFacts(new_id(), name, kind, D(rate), **flags)


def totals(result):
    return {total.name: (total.base_amount, total.tax_amount) for total in result.by_code}


def test_two_taxes_over_lines_with_different_taxes():
    a, b = tax("A", "10"), tax("B", "20")
    result = compute_tax([TaxableLine(1, D(10), (a,)), TaxableLine(2, D(20), (a, b))])
    assert totals(result) == {"A": (D(30), D("3.00")), "B": (D(20), D("4.00"))}
    assert (result.net_amount, result.tax_amount, result.total_amount) == (D(30), D(7), D(37))


def test_a_credit_line_keeps_its_own_tax():
    six = tax("V", "6")
    result = compute_tax([TaxableLine(1, D("11.72"), (six,)), TaxableLine(2, D("-0.45"), (six,))])
    assert (result.lines[1].tax_amount, result.lines[2].tax_amount) == (D("0.70"), D("-0.03"))


def test_a_percentage_and_an_amount_for_each_unit():
    result = compute_tax([TaxableLine(1, D(200), (tax("V", "20"), tax("E", "10", "fixed_per_unit")), D(2))])
    assert totals(result) == {"V": (D(200), D(40)), "E": (D(200), D(20))}


def test_a_tax_upon_a_tax():
    lines = [TaxableLine(1, D(200), (tax("A", "10", affects_later=True), tax("B", "10", "fixed_per_unit")), D(2))]
    assert totals(compute_tax(lines)) == {"A": (D(200), D(20)), "B": (D(220), D(20))}


def test_one_tax_inside_the_price_and_one_on_top():
    inside, on_top = tax("I", "5.5", included=True), tax("X", "15", ignores_earlier=True)
    result = compute_tax([TaxableLine(1, D(2300), (inside, on_top))])
    assert totals(result) == {"I": (D("2180.09"), D("119.91")), "X": (D("2180.09"), D("327.01"))}
    assert result.total_amount == D("2627.01")


def test_a_currency_without_decimals_splits_a_price_exactly():
    lines = [TaxableLine(n, D(price), (tax("V", "19", included=True),)) for n, price in [(1, 27000), (2, 10920)]]
    result = compute_tax(lines, "line", 0)
    assert [(line.net_amount, line.tax_amount) for line in result.lines.values()] == [(22689, 4311), (9176, 1744)]


@pytest.mark.parametrize(("price", "net", "amount"), [(5, "4.75", "0.25"), (50, "47.60", "2.40")])
def test_a_currency_that_moves_in_steps_of_five_cents(price, net, amount):
    lines = [TaxableLine(1, D(price), (tax("V", "5", included=True),))]
    result = compute_tax(lines, "line", 2, rounding_unit=D("0.05"))
    assert (result.net_amount, result.tax_amount) == (D(net), D(amount))


def test_a_tax_that_is_a_share_of_the_final_price():
    result = compute_tax([TaxableLine(1, D(200), (tax("T", "10", "division"),))])
    assert result.total_amount == D("222.22")


def test_a_percentage_and_an_amount_for_each_unit_inside_one_price():
    components = (tax("P", "14", included=True), tax("U", "5", "fixed_per_unit", included=True))
    result = compute_tax([TaxableLine(1, D(5000), components, D(100))])
    assert result.net_amount == D("3947.37")
    assert totals(result)["P"][1] == D("552.63")
    assert totals(result)["U"][1] == D("500.00")


@pytest.mark.parametrize(
    ("rounding", "expected", "total"),
    [
        ("line", {"A": ("31.78", "1.90"), "B": ("31.78", "1.90"), "C": ("35.58", "1.06")}, "36.64"),
        ("document", {"A": ("31.78", "1.91"), "B": ("31.78", "1.91"), "C": ("35.59", "1.07")}, "36.67"),
    ],
)
def test_the_same_document_rounded_by_line_and_by_document(rounding, expected, total):
    a, c = tax("A", "6", affects_later=True), tax("C", "3")
    b = tax("B", "6", affects_later=True, ignores_earlier=True)
    lines = [TaxableLine(n, D("15.89"), (a, b, c)) for n in (1, 2)]
    result = compute_tax(lines, rounding)
    assert totals(result) == {name: (D(base), D(amount)) for name, (base, amount) in expected.items()}
    assert result.total_amount == D(total)


def test_six_unrounded_lines_rounded_on_the_document():
    vat = tax("V", "21")
    lines = [TaxableLine(n, D(5) * D("5.75") * D("0.82"), (vat,)) for n in range(6)]
    result = compute_tax(lines, "document")
    assert (result.net_amount, result.tax_amount, result.total_amount) == (D("141.45"), D("29.70"), D("171.15"))


def test_five_lines_adding_to_a_thousand_pieces():
    vat = tax("V", "19")
    lines = [TaxableLine(n, D(n) * D("4.60"), (vat,)) for n in (84, 54, 288, 144, 430)]
    assert compute_tax(lines, "document").tax_amount == D("874.00")


def test_the_odd_cent_goes_to_the_line_furthest_from_its_exact_tax():
    vat = tax("V", "10")
    result = compute_tax([TaxableLine(n, D("0.14"), (vat,)) for n in range(3)], "document")
    assert [line.tax_amount for line in result.lines.values()] == [D("0.02"), D("0.01"), D("0.01")]
    assert result.tax_amount == D("0.04")


def test_two_lines_of_nothing_bear_nothing():
    result = compute_tax([TaxableLine(n, D("0.0035"), (tax("V", "10"),)) for n in (1, 2)])
    assert result.total_amount == D(0)


def test_what_a_code_adds_to_a_hundred():
    assert effective_percent((tax("A", "8"), tax("B", "4.5"))) == D("12.5000")
    assert effective_percent(()) == D(0)


amounts = st.decimals(min_value="-9999.99", max_value="9999.99", places=2)
rates = st.decimals(min_value="0", max_value="30", places=3)


@given(
    st.lists(amounts, min_size=1, max_size=12),
    rates,
    rates,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["line", "document"]),
)
def test_lines_and_taxes_always_add_up_to_the_document(prices, first, second, included, cascading, rounding):
    components = (
        tax("A", first, included=included, affects_later=cascading),
        tax("B", second, included=included),
    )
    result = compute_tax([TaxableLine(n, price, components) for n, price in enumerate(prices)], rounding)
    assert result.tax_amount == sum(total.tax_amount for total in result.by_code)
    for n, price in enumerate(prices):
        line = result.lines[n]
        assert line.tax_amount == sum(part.tax_amount for part in line.parts)
        if included:
            assert line.net_amount + line.tax_amount == price
        else:
            assert line.net_amount == price
