"""Due dates and instalments, with the figures an accountant would write down."""

from datetime import date
from decimal import Decimal

import pytest

from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.terms.payment_terms.arithmetic import PaymentTermFacts, TermLine, check_term_lines, due_dates

D = Decimal


def term(*lines, basis="total"):
    return PaymentTermFacts(new_id(), "T", "Terms", lines, basis)


def instalments(found):
    return [(i.due_on.isoformat(), str(i.amount)) for i in found]


def test_half_after_twenty_days_the_rest_after_forty():
    terms = term(TermLine("percent_of_rest", D(50), add_days=20), TermLine("remainder", add_days=40))
    found = due_dates(terms, date(2024, 1, 10), D("240.00"))
    assert instalments(found) == [("2024-01-30", "120.00"), ("2024-02-19", "120.00")]


def test_three_cents_in_halves_are_two_and_one():
    terms = term(TermLine("percent", D(50)), TermLine("percent", D(50)))
    assert [i.amount for i in due_dates(terms, date(2016, 1, 1), D("0.03"))] == [D("0.02"), D("0.01")]


@pytest.mark.parametrize(
    ("fixed", "shares"),
    [("200", ["700.00", "200", "100.00"]), ("500", ["700.00", "500", "-200.00"])],
)
def test_a_fixed_instalment_leaves_the_last_what_is_left(fixed, shares):
    terms = term(TermLine("percent", D(70)), TermLine("fixed", D(fixed)), TermLine("percent", D(30)))
    found = due_dates(terms, date(2016, 1, 1), D("1000.00"))
    assert [i.amount for i in found] == [D(share) for share in shares]


@pytest.mark.parametrize(
    ("invoiced", "line", "due"),
    [
        ("2023-12-12", TermLine("remainder", add_days=30, end_of_month=True, next_month_day=31), "2024-02-29"),
        ("2024-05-23", TermLine("remainder", end_of_month=True, next_month_day=31), "2024-06-30"),
        ("2024-05-24", TermLine("remainder", add_days=15, end_of_month=True, next_month_day=30), "2024-07-30"),
        ("2024-04-22", TermLine("remainder", add_days=30, end_of_month=True), "2024-05-31"),
        ("2016-01-22", TermLine("remainder", add_days=30), "2016-02-21"),
        ("2016-01-22", TermLine("remainder", add_months=1, end_of_month=True), "2016-02-29"),
        ("2017-01-22", TermLine("remainder", add_months=1, end_of_month=True), "2017-02-28"),
        ("2017-01-22", TermLine("remainder"), "2017-01-22"),
        ("2024-01-31", TermLine("remainder", add_months=1), "2024-02-29"),
        ("2024-01-31", TermLine("remainder", add_months=1, set_day=10, add_days=5), "2024-02-15"),
        ("2024-12-31", TermLine("remainder", add_months=2, set_day=31), "2025-02-28"),
    ],
)
def test_due_dates(invoiced, line, due):
    [instalment] = due_dates(term(line), date.fromisoformat(invoiced), D("100.00"))
    assert instalment.due_on == date.fromisoformat(due)


def test_two_percent_within_ten_days():
    terms = term(TermLine("remainder", add_days=30, discount_percent=D(2), discount_days=10))
    [instalment] = due_dates(terms, date(2026, 3, 2), D("1150.00"), tax_amount=D("150.00"))
    assert (instalment.discount_until, instalment.discount_amount) == (date(2026, 3, 12), D("23.00"))


def test_a_discount_of_the_net_leaves_tax_alone():
    terms = term(TermLine("remainder", discount_percent=D(10), discount_days=1), basis="net")
    [instalment] = due_dates(terms, date(2016, 1, 1), D("1150.00"), tax_amount=D("150.00"))
    assert instalment.amount - instalment.discount_amount == D("1050.00")


def test_a_discount_of_the_total_takes_of_tax_too():
    terms = term(TermLine("remainder", discount_percent=D(10), discount_days=1))
    [instalment] = due_dates(terms, date(2016, 1, 1), D("1150.00"), tax_amount=D("150.00"))
    assert instalment.amount - instalment.discount_amount == D("1035.00")


def test_a_credit_memo_is_cut_the_same_way_with_the_other_sign():
    terms = term(TermLine("fixed", D(20)), TermLine("remainder"))
    assert [i.amount for i in due_dates(terms, date(2016, 1, 1), D("-50.00"))] == [D(-20), D("-30.00")]


def test_the_yen_has_no_cents():
    terms = term(TermLine("percent", D("33.3333")), TermLine("percent", D("33.3333")), TermLine("remainder"))
    assert [i.amount for i in due_dates(terms, date(2016, 1, 1), D(100), 0)] == [D(33), D(33), D(34)]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([TermLine("percent", D(50))], "come to 50 percent"),
        ([TermLine("remainder"), TermLine("percent", D(100))], "Only the last"),
        ([TermLine("percent", D(101))], "up to 100"),
        ([], "at least one instalment"),
    ],
)
def test_terms_that_leave_money_over_are_refused(lines, message):
    with pytest.raises(Refused, match=message):
        check_term_lines(lines)


def test_goods_and_tax_are_asked_for_apart() -> None:
    lines = (TermLine("tax", add_days=10), TermLine("net", add_days=30))
    check_term_lines(lines)
    parts = due_dates(term(*lines), date(2026, 3, 1), D("236.00"), tax_amount=D("36.00"))
    assert [(part.due_on, part.amount) for part in parts] == [
        (date(2026, 3, 11), D("36.00")), (date(2026, 3, 31), D("200.00")),
    ]
    with pytest.raises(Refused, match="paid apart"):
        check_term_lines([TermLine("tax"), TermLine("percent", D(100))])
