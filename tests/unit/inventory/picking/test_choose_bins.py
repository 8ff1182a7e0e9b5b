"""Which bins serve which demand: expiry first, then the walk, then the oldest lot; nothing is taken twice."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.inventory.picking.choose_bins import PickableBalance, Want, choose_bins

ITEM, OTHER = UUID(int=1), UUID(int=2)


def balance(
    number: int, qty: int, *, item: UUID = ITEM, expires: date | None = None, walk: int = 0, lot: int | None = None
) -> PickableBalance:
    return PickableBalance(
        id=UUID(int=100 + number), item_id=item, bin_id=UUID(int=200 + number),
        lot_id=None if lot is None else UUID(int=lot), qty_free=Decimal(qty), expires_on=expires,
        pick_sequence=walk, bin_code=f"B{number}",
    )


def chosen(wants: list[Want], balances: list[PickableBalance]) -> list[tuple[int, Decimal]]:
    shares, _ = choose_bins(wants, balances)
    return [(share.balance.id.int - 100, share.qty) for share in shares]


def test_what_expires_first_goes_first_even_from_the_far_end() -> None:
    stock = [balance(1, 5, walk=10, expires=date(2026, 9, 1)), balance(2, 5, walk=90, expires=date(2026, 5, 1))]
    assert chosen([Want(UUID(int=9), ITEM, Decimal(6))], stock) == [(2, 5), (1, 1)]


def test_without_expiry_the_walk_decides_and_within_a_bin_the_oldest_lot() -> None:
    stock = [balance(1, 5, walk=20), balance(2, 5, walk=10, lot=8), balance(3, 5, walk=10, lot=7)]
    assert chosen([Want(UUID(int=9), ITEM, Decimal(11))], stock) == [(3, 5), (2, 5), (1, 1)]


def test_scarce_goods_go_to_the_first_and_the_rest_is_named() -> None:
    first, second = Want(UUID(int=8), ITEM, Decimal(4)), Want(UUID(int=9), ITEM, Decimal(4))
    shares, missing = choose_bins([first, second], [balance(1, 5)])
    assert [(share.demand_line_id, share.qty) for share in shares] == [(UUID(int=8), 4), (UUID(int=9), 1)]
    assert missing == {UUID(int=9): 3}


@given(
    st.lists(st.tuples(st.sampled_from([ITEM, OTHER]), st.integers(1, 20)), max_size=8),
    st.lists(st.tuples(st.sampled_from([ITEM, OTHER]), st.integers(0, 20), st.integers(0, 3)), max_size=8),
)
def test_every_unit_wanted_is_served_or_missing_and_no_bin_gives_more_than_it_has(
    asked: list[tuple[UUID, int]], lying: list[tuple[UUID, int, int]]
) -> None:
    wants = [Want(UUID(int=1000 + n), item, Decimal(qty)) for n, (item, qty) in enumerate(asked)]
    stock = [balance(n, qty, item=item, walk=walk) for n, (item, qty, walk) in enumerate(lying)]
    had = {each.id: each.qty_free for each in stock}
    shares, missing = choose_bins(wants, stock)
    taken: dict[UUID, Decimal] = defaultdict(Decimal)
    served: dict[UUID, Decimal] = defaultdict(Decimal)
    for share in shares:
        taken[share.balance.id] += share.qty
        served[share.demand_line_id] += share.qty
    assert all(qty <= had[balance_id] for balance_id, qty in taken.items())
    assert all(each.qty_free == had[each.id] - taken[each.id] for each in stock)
    for want in wants:
        assert served[want.demand_line_id] + missing.get(want.demand_line_id, Decimal(0)) == want.qty


def _taken(order: str, asked: int, stock: list[PickableBalance]) -> list[int]:
    shares, _ = choose_bins([Want(UUID(int=9), ITEM, Decimal(asked))], stock, order)
    return [int(share.qty) for share in shares]


@pytest.mark.parametrize(
    ("order", "taken"), [("receipt", [3, 4]), ("newest", [4, 3]), ("walk", [3, 4]), ("expiry", [4, 3])]
)
def test_the_company_chooses_what_is_picked_first(order: str, taken: list[int]) -> None:
    old = PickableBalance(UUID(int=1), ITEM, UUID(int=1), UUID(int=100), Decimal(3), date(2027, 1, 1), 10, "A")
    new = PickableBalance(UUID(int=2), ITEM, UUID(int=2), UUID(int=200), Decimal(4), date(2026, 12, 1), 20, "B")
    assert _taken(order, 7, [new, old]) == taken


def test_the_fewest_stops_take_the_largest_first_and_the_best_fit_last() -> None:
    stock = [
        PickableBalance(UUID(int=n), ITEM, UUID(int=n), None, Decimal(qty), None, n, f"B{n}")
        for n, qty in enumerate([2, 5, 5, 10, 10], start=1)
    ]
    assert _taken("fewest_bins", 12, stock) == [10, 2]


def test_goods_that_do_not_keep_long_enough_are_not_taken() -> None:
    fresh = PickableBalance(UUID(int=1), ITEM, UUID(int=1), UUID(int=1), Decimal(3), date(2027, 1, 1), 20, "A")
    stale = PickableBalance(UUID(int=2), ITEM, UUID(int=2), UUID(int=2), Decimal(3), date(2026, 12, 1), 10, "B")
    want = Want(UUID(int=9), ITEM, Decimal(5), fresh_until=date(2026, 12, 2))
    shares, missing = choose_bins([want], [stale, fresh])
    assert [(share.balance.bin_code, share.qty) for share in shares] == [("A", 3)]
    assert missing == {UUID(int=9): 2}
