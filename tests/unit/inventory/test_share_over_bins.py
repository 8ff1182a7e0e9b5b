"""A delivery goes to bins by priority, then by space, in whole packs where packs are not broken."""

from decimal import Decimal

from erp.inventory.put_away.share_over_bins import BinShare, BinSpace, share_over_bins
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


def test_bins_of_equal_priority_and_space_go_by_their_code_and_a_pack_smaller_than_the_bin_fits_often() -> None:
    first = _space("B-02", "50"), _space("B-01", "50"), _space("A-09", "49.5")
    assert _shares("120", list(first), "12") == ([("B-01", D(48)), ("B-02", D(48)), ("A-09", D(24))], D(0))
    assert _shares("0.5", [_space("A", "10")]) == ([("A", D("0.5"))], D(0))


def test_a_share_names_its_bin() -> None:
    space = _space("A", "10")
    assert share_over_bins(D(4), [space]) == ([BinShare(space.bin_id, "A", D(4))], D(0))


def test_the_first_bin_of_the_lowest_priority_number_is_not_passed_over_for_space() -> None:
    assert _shares("10", [_space("A", "100", 3), _space("B", "4", 2)]) == ([("B", D(4)), ("A", D(6))], D(0))
