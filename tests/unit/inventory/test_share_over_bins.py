"""A delivery goes to bins by priority, then by space, in whole packs where packs are not broken."""

from decimal import Decimal

from erp.inventory.put_away.share_over_bins import BinSpace, share_over_bins
from erp.kernel.identifiers import new_id

D = Decimal


def _space(code: str, capacity: str, priority: int = 1, stored: str = "0") -> BinSpace:
    return BinSpace(new_id(), code, priority, D(capacity), D(stored))


def _shares(qty: str, spaces: list[BinSpace], whole: str | None = None) -> tuple[list[tuple[str, Decimal]], Decimal]:
    shares, left = share_over_bins(D(qty), spaces, None if whole is None else D(whole))
    return [(share.bin_code, share.qty) for share in shares], left


def test_priority_goes_before_space() -> None:
    assert _shares("300", [_space("B", "300", 2), _space("A", "200", 1)]) == ([("A", D(200)), ("B", D(100))], D(0))


def test_of_equal_bins_the_one_with_the_most_space_is_filled_first_and_the_rest_fits_nowhere() -> None:
    spaces = [_space("A", "100"), _space("B", "300", stored="100")]
    assert _shares("350", spaces) == ([("B", D(200)), ("A", D(100))], D(50))


def test_whole_packs_are_not_broken() -> None:
    assert _shares("2000", [_space("A", "1000"), _space("B", "500")], "1000") == ([("A", D(1000))], D(1000))


def test_a_bin_that_holds_more_than_it_should_takes_nothing() -> None:
    assert _shares("5", [_space("A", "10", stored="12")]) == ([], D(5))
