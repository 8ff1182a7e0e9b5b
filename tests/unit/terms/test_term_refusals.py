"""What a payment term that cannot be is told, and the limits that are still right."""

from datetime import date
from decimal import Decimal

import pytest

from erp.kernel.identifiers import new_id
from erp.terms.payment_terms.arithmetic import Instalment, PaymentTermFacts, TermLine, check_term_lines, due_dates
from tests.unit.refusal import refusal

D = Decimal
HALF = TermLine("percent", D(50))
PERCENTAGE = "Write a percentage above 0, up to 100."
DISCOUNT = "A discount lies between 0 and 100 percent."


@pytest.mark.parametrize(
    ("lines", "message", "field"),
    [
        ([], "A payment term needs at least one instalment.", "lines-0-portion"),
        ([HALF, TermLine("weekly")], "'weekly' is no kind of instalment.", "lines-1-portion"),
        ([HALF, TermLine("remainder"), HALF], "Only the last instalment takes the remainder.", "lines-1-portion"),
        ([HALF, TermLine("percent", D(0)), TermLine("remainder")], PERCENTAGE, "lines-1-value"),
        ([TermLine("percent", D("100.01"))], PERCENTAGE, "lines-0-value"),
        ([TermLine("percent_of_rest", D(0)), TermLine("remainder")], PERCENTAGE, "lines-0-value"),
        ([TermLine("percent_of_rest", D(101)), TermLine("remainder")], PERCENTAGE, "lines-0-value"),
        ([HALF, TermLine("fixed", D(0)), TermLine("remainder")], "Write an amount above zero.", "lines-1-value"),
        ([HALF, TermLine("remainder", discount_percent=D(-1))], DISCOUNT, "lines-1-discount_percent"),
        ([TermLine("remainder", discount_percent=D(100))], DISCOUNT, "lines-0-discount_percent"),
        ([HALF, TermLine("fixed", D(7)), TermLine("percent", D("20.50"))],
         "The instalments come to 70.5 percent. Let the percentages total 100, or let the last instalment take the "
         "remainder.", "lines-2-value"),
    ],
)
def test_a_refusal_says_what_to_write_and_where(lines: list[TermLine], message: str, field: str) -> None:
    assert refusal(lambda: check_term_lines(lines)) == (message, field)


@pytest.mark.parametrize(
    "lines",
    [
        [HALF, HALF],
        [TermLine("percent", D(100))],
        [TermLine("percent", D("0.5")), TermLine("remainder")],
        [TermLine("percent_of_rest", D(100)), TermLine("remainder")],
        [TermLine("percent_of_rest", D("0.5")), TermLine("fixed", D("0.5")), TermLine("remainder")],
        [TermLine("remainder", discount_percent=D("99.9"), discount_days=5)],
        [TermLine("percent_of_rest", D(30)), HALF, HALF],
    ],
)
def test_terms_that_account_for_the_whole_are_right(lines: list[TermLine]) -> None:
    check_term_lines(lines)


def test_each_portion_is_of_the_whole_or_of_what_the_others_left() -> None:
    lines = (TermLine("percent", D("12.5")), TermLine("percent_of_rest", D(20)), TermLine("fixed", D(7)),
             TermLine("percent_of_rest", D(50)), TermLine("remainder"))
    term = PaymentTermFacts(new_id(), "T", "Terms", lines)
    found = due_dates(term, date(2026, 3, 2), D("100.00"))
    assert found == [
        Instalment(date(2026, 3, 2), D(amount)) for amount in ("12.50", "17.50", "7", "31.50", "31.50")]
    assert [i.amount for i in due_dates(term, date(2026, 3, 2), D("-100.00"))] == [-i.amount for i in found]


def test_a_discount_rounds_to_the_currency_and_a_part_bears_its_part_of_the_tax() -> None:
    lines = (TermLine("percent", D(40), discount_percent=D("2.5"), discount_days=8), TermLine("remainder"))
    net = PaymentTermFacts(new_id(), "T", "Terms", lines, "net")
    first, second = due_dates(net, date(2026, 3, 28), D("119.00"), tax_amount=D("19.00"))
    assert first == Instalment(date(2026, 3, 28), D("47.60"), date(2026, 4, 5), D("1.00"))  # 2.5 % of 40.00
    assert second == Instalment(date(2026, 3, 28), D("71.40"))
    assert due_dates(net, date(2026, 3, 28), D(119), 0, D(19))[0].discount_amount == 1
    assert due_dates(net, date(2026, 3, 28), D(0))[0].discount_amount == 0


def test_a_day_of_a_month_stays_where_it_was_set() -> None:
    term = PaymentTermFacts(new_id(), "T", "Terms", (
        TermLine("percent", D(50), add_months=11, set_day=31), TermLine("remainder", add_months=12, add_days=1)))
    assert [i.due_on for i in due_dates(term, date(2026, 1, 30), D(10))] == [date(2026, 12, 31), date(2027, 1, 31)]
