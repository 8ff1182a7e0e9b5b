"""Over and under deliveries, in figures a receiver can check."""

from decimal import Decimal

import pytest

from erp.inventory.purchasing.cost_lines import amount_of
from erp.inventory.receiving.tolerance import LineProgress, settle_line
from erp.kernel.errors import Refused
from tests.unit.refusal import refusal

D = Decimal


def a_line(qty: str = "100", received: str = "0", over: str = "5", under: str = "2") -> LineProgress:
    return LineProgress(D(qty), D(received), D(0), D(over), D(under))


def settle(line: LineProgress, qty: str, *, final: bool = False) -> Decimal:
    return settle_line(line, D(qty), final=final, label="Line 1", field="lines-0-qty")


def test_an_over_delivery_within_the_tolerance_is_taken() -> None:
    assert settle(a_line(), "105") == 0


def test_one_more_than_the_tolerance_is_refused_with_its_figures() -> None:
    with pytest.raises(Refused, match=r"106 came, but only 100 are open and at most 105 may be taken") as refusal:
        settle(a_line(), "106")
    assert refusal.value.field == "lines-0-qty"


def test_the_tolerance_counts_all_deliveries_of_the_line_together() -> None:
    assert settle(a_line(received="100"), "5") == 0
    with pytest.raises(Refused, match="at most 5 may be taken"):
        settle(a_line(received="100"), "6")


def test_short_by_the_tolerance_completes_the_line_and_short_by_more_leaves_it_open() -> None:
    assert settle(a_line(), "98") == 2
    assert settle(a_line(), "97") == 0


def test_a_last_delivery_short_beyond_the_tolerance_is_refused() -> None:
    with pytest.raises(Refused, match=r"3 are missing, more than the 2 % that may be"):
        settle(a_line(), "97", final=True)


def test_what_was_given_up_may_not_come_after_all() -> None:
    line = LineProgress(D(100), D(90), D(10), D(0), D(0))
    with pytest.raises(Refused):
        settle(line, "1")


def test_the_cost_of_a_case_stays_exact_where_the_cost_of_a_piece_would_not() -> None:
    # 10.00 for a case of 12: a piece at 0.833333 would make 99,999.96 of ten thousand cases.
    assert amount_of(D(120000), D("10.00"), 12, 1, 2) == D("100000.00")
    assert amount_of(D(1), D("10.00"), 12, 1, 6) == D("0.833333")
    assert amount_of(D(7), D("10.00"), 12, 1, 2) == D("5.83")
    assert amount_of(D(3), D("0.125"), 1, 1, 2) == D("0.38")


def test_a_refusal_says_all_four_figures() -> None:
    line = LineProgress(D("100.00"), D("60.0"), D("10.0"), D("5.00"), D("2.0"))
    assert (line.qty_open, line.qty_most) == (D(30), D("94.5"))
    assert refusal(lambda: settle(line, "40.0")) == (
        "Line 1: 40 came, but only 30 are open and at most 34.5 may be taken (5 % over). Receive that many and refuse "
        "the rest, or have the buyer order more.", "lines-0-qty")
    assert refusal(lambda: settle(line, "20.0", final=True)) == (
        "Line 1: 10 are missing, more than the 2 % that may be. Leave the line open, or have the buyer close the "
        "purchase order.", "lines-0-qty")


def test_where_too_much_came_before_nothing_is_open_and_nothing_may_be_taken() -> None:
    line = LineProgress(D(100), D(120), D(0), D(0), D(0))
    assert line.qty_open == 0
    assert refusal(lambda: settle(line, "1"))[0].startswith("Line 1: 1 came, but only 0 are open and at most 0 may")


def test_half_a_unit_missing_is_missing() -> None:
    line = a_line(under="0")
    assert settle(line, "99.5") == 0
    assert refusal(lambda: settle(line, "99.5", final=True))[0].startswith("Line 1: 0.5 are missing, more than the 0 %")
    assert settle(a_line(under="2"), "98.5", final=True) == D("1.5")


def test_what_was_given_up_is_not_missing() -> None:
    assert settle(LineProgress(D(100), D(0), D(40), D(0), D(0)), "60", final=True) == 0
    assert settle(LineProgress(D(100), D(30), D(40), D(0), D(1)), "29", final=True) == 1
