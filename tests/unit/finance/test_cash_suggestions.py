"""What a receipt was probably paid for."""

import time
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from erp.finance.cash_desk.suggest import Debt, Part, is_named, suggest

FIRST_DUE = date(2026, 3, 1)


def _debts(*amounts: str | tuple[str, str]) -> list[Debt]:
    """Debts falling due day after day, numbered INV-MAIN-2026-000001 and on; a pair names its discount."""
    given_amounts = [amount if isinstance(amount, tuple) else (amount, "0") for amount in amounts]
    return [
        Debt(UUID(int=n), f"INV-MAIN-2026-{n:06}", Decimal(amount), Decimal(discount), FIRST_DUE + timedelta(days=n))
        for n, (amount, discount) in enumerate(given_amounts, start=1)
    ]


def _ways(credit: str, debts: list[Debt], reference: str = "") -> list[tuple[str, list[tuple[int, str, str]]]]:
    return [
        (way.why, [(part.debt_id.int, str(part.amount), str(part.discount_amount)) for part in way.parts])
        for way in suggest(Decimal(credit), reference, debts)
    ]


def test_one_debt_of_exactly_the_amount_comes_before_older_ones() -> None:
    assert _ways("80.00", _debts("50.00", "80.00", "80.00")) == [
        ("exact", [(2, "80.00", "0")]),
        ("oldest", [(1, "50.00", "0"), (2, "30.00", "0")]),
    ]


def test_an_invoice_named_in_the_reference_comes_first_of_all() -> None:
    debts = _debts("80.00", "50.00", "80.00")
    assert _ways("80.00", debts, "Invoice inv/main 2026 000003, thank you")[0] == ("named", [(3, "80.00", "0")])
    assert _ways("100.00", debts, "000003")[0] == ("named", [(3, "80.00", "0")])  # the rest stays unapplied
    assert suggest(Decimal("100.00"), "000003", debts)[0].left_amount == Decimal("20.00")
    assert _ways("30.00", debts, "000003 part")[0] == ("named", [(3, "30.00", "0")])


def test_a_number_is_only_named_as_a_whole() -> None:
    assert is_named("INV-MAIN-2026-000012", "payment for INV-MAIN-2026-000012.")
    assert is_named("INV-MAIN-2026-000012", "inv main 2026-000012")
    assert is_named("INV-MAIN-2026-000012", "000011 + 000012")
    assert not is_named("INV-MAIN-2026-00001", "INV-MAIN-2026-000012")
    assert not is_named("INV-MAIN-2026-000012", "order 12 of 2026")
    assert not is_named("INV-12", "order 12")
    assert not is_named("INV-12", "")


def test_the_discount_that_terms_still_allow_makes_the_amount_exact() -> None:
    assert _ways("98.00", _debts("98.50", ("100.00", "2.00"))) [0] == ("exact", [(2, "98.00", "2.00")])
    assert _ways("100.00", _debts(("100.00", "2.00")))[0] == ("exact", [(1, "100.00", "0")])  # nothing was kept back


def test_several_debts_that_come_to_the_amount_are_found_the_fewest_first() -> None:
    debts = _debts("10.00", "20.00", "30.00", "45.00", ("25.00", "0.50"))
    assert _ways("75.00", debts)[0] == ("combination", [(3, "30.00", "0"), (4, "45.00", "0")])
    assert _ways("44.50", debts)[0] == ("combination", [(2, "20.00", "0"), (5, "24.50", "0.50")])
    assert _ways("105.00", debts)[0] == ("combination", [(1, "10.00", "0"), (2, "20.00", "0"), (3, "30.00", "0"),
                                                         (4, "45.00", "0")])


def test_else_the_oldest_are_settled_as_far_as_the_money_reaches() -> None:
    assert _ways("60.01", _debts("10.00", ("20.00", "0.40"), "45.00")) == [
        ("oldest", [(1, "10.00", "0"), (2, "19.60", "0.40"), (3, "30.41", "0")])
    ]
    (way,) = suggest(Decimal("50.00"), "", _debts("10.00"))
    assert (way.why, way.left_amount) == ("oldest", Decimal("40.00"))


def test_nothing_is_suggested_without_money_or_without_debts() -> None:
    assert suggest(Decimal(0), "", _debts("10.00")) == []
    assert suggest(Decimal("10.00"), "INV-MAIN-2026-000001", []) == []
    assert suggest(Decimal("10.00"), "", _debts("0.00")) == []


def test_looking_for_a_combination_ends_however_many_debts_there_are() -> None:
    """Even amounts never come to an odd one: every combination would be tried, were there no bound."""
    debts = _debts(*(f"{2 * n}.00" for n in range(1, 400)))
    start = time.process_time()
    ways = _ways("1001.00", debts)
    assert [why for why, _ in ways] == ["oldest"]
    assert time.process_time() - start < 5


@given(
    st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 30)), max_size=12),
    st.integers(1, 20000),
    st.sampled_from(["", "INV-MAIN-2026-000002", "000001 000003"]),
)
def test_a_suggestion_never_takes_more_than_there_is(
    cents: list[tuple[int, int]], credit_cents: int, reference: str
) -> None:
    debts = _debts(*((f"{c / 100:.2f}", f"{min(d, c) / 100:.2f}") for c, d in cents))
    by_id = {debt.id: debt for debt in debts}
    credit = Decimal(credit_cents) / 100
    ways = suggest(credit, reference, debts)
    assert len({way.why for way in ways}) == len(ways)
    for way in ways:
        assert sum((part.amount for part in way.parts), Decimal(0)) == credit - way.left_amount <= credit
        assert len({part.debt_id for part in way.parts}) == len(way.parts)
        for part in way.parts:
            debt = by_id[part.debt_id]
            assert part.amount + part.discount_amount <= debt.open_amount
            assert part == Part(debt.id, part.amount) or part.amount + debt.discount_amount == debt.open_amount
        if way.why in ("exact", "combination"):
            assert way.left_amount == 0
