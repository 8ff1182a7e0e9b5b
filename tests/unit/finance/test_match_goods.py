"""A bill beside its receipt: what is covered, what differs, and what somebody has to decide."""

from decimal import Decimal

import pytest

from erp.finance.payables.match import BilledGoods, MatchedLine, ReceivedGoods, Tolerance, match_goods
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from tests.unit.refusal import refusal

LINE = new_id()
EXACT = Tolerance(Decimal(0), Decimal(2))


def _match(
    qty: str, amount: str, open_qty: str = "10", open_amount: str = "60.00", tolerance: Tolerance = EXACT
) -> MatchedLine:
    received = {LINE: ReceivedGoods(LINE, "BOLT of GR-1", Decimal(open_qty), Decimal(open_amount))}
    return match_goods([BilledGoods(0, LINE, Decimal(qty), Decimal(amount))], received, tolerance)[0]


def test_an_exact_bill_covers_its_receipt() -> None:
    line = _match("10", "60.00")

    assert (line.matched_qty, line.received_amount, line.difference_amount, line.exception) == (10, 60, 0, "")


@pytest.mark.parametrize(("amount", "held"), [("61.20", False), ("61.21", True), ("30.00", False)])
def test_only_a_price_above_the_tolerance_is_held(amount: str, held: bool) -> None:
    assert bool(_match("10", amount).exception) == held


def test_a_part_takes_its_share_and_the_rest_the_remainder() -> None:
    first = _match("1", "3.33", open_qty="3", open_amount="10.00")
    rest = _match("2", "6.67", open_qty="2", open_amount="6.67")

    assert (first.received_amount, rest.received_amount) == (Decimal("3.33"), Decimal("6.67"))


def test_more_than_came_is_refused_beyond_the_tolerance() -> None:
    with pytest.raises(Refused, match="11 billed, but only 10 received"):
        _match("11", "66.00")
    within = _match("11", "66.00", tolerance=Tolerance(Decimal(10), Decimal(20)))
    assert (within.matched_qty, within.difference_amount) == (Decimal(10), Decimal("6.00"))


def test_what_is_billed_in_full_is_not_billed_again() -> None:
    with pytest.raises(Refused, match="fully billed already"):
        _match("1", "6.00", open_qty="0", open_amount="0")


def test_each_receipt_line_is_billed_once_and_every_refusal_names_its_row() -> None:
    other = new_id()
    received = {
        LINE: ReceivedGoods(LINE, "BOLT of GR-1", Decimal(10), Decimal("60.00")),
        other: ReceivedGoods(other, "NUT of GR-1", Decimal(0), Decimal(0)),
    }

    def bill(*lines: BilledGoods) -> tuple[str, str | None]:
        return refusal(lambda: match_goods(lines, received, EXACT))

    assert bill(BilledGoods(0, LINE, Decimal(4), Decimal(24)), BilledGoods(3, LINE, Decimal(4), Decimal(24))) == (
        "BOLT of GR-1 is billed twice on this bill. Enter one line for each receipt line.", "lines-3-qty")
    assert bill(BilledGoods(2, other, Decimal(1), Decimal(6))) == (
        "NUT of GR-1 is fully billed already. Take the line off, or ask the supplier what it is for.", "lines-2-qty")
    assert bill(BilledGoods(5, LINE, Decimal("12.50"), Decimal(75))) == (
        "BOLT of GR-1: 12.5 billed, but only 10 received and not billed yet. Receive the rest first, or enter the "
        "quantity that came and ask the supplier for a credit.", "lines-5-qty")


def test_a_matched_line_says_which_goods_how_many_and_why_it_is_held() -> None:
    received = {LINE: ReceivedGoods(LINE, "BOLT of GR-1", Decimal(10), Decimal("60.00"))}
    (line,) = match_goods([BilledGoods(4, LINE, Decimal(3), Decimal("18.37"))], received, EXACT)
    assert line == MatchedLine(
        4, LINE, Decimal(3), Decimal("18.00"), Decimal("0.37"), "BOLT of GR-1: billed 18.37, ordered at 18.00")


def test_a_part_of_yen_is_whole_yen() -> None:
    received = {LINE: ReceivedGoods(LINE, "BOLT", Decimal(3), Decimal(100))}
    (line,) = match_goods([BilledGoods(0, LINE, Decimal(1), Decimal(33))], received, EXACT, 0)
    assert (line.received_amount, line.difference_amount) == (Decimal(33), Decimal(0))
    (line,) = match_goods([BilledGoods(0, LINE, Decimal(1), Decimal(33))], received, EXACT)
    assert line.received_amount == Decimal("33.33")


def test_a_quantity_tolerance_counts_to_its_last_unit() -> None:
    ten_percent = Tolerance(Decimal(10), Decimal(20))
    assert _match("11", "66.00", tolerance=ten_percent).matched_qty == 10
    with pytest.raises(Refused, match=r"11\.01 billed"):
        _match("11.01", "66.06", tolerance=ten_percent)
