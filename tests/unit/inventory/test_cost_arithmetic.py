"""What a quantity takes with it, worked out by hand."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.inventory.valuation.arithmetic import (
    LayerState,
    PoolShort,
    PoolState,
    current_cost,
    returned_amount,
    take_in,
    take_out,
)
from tests.unit.refusal import refusal

D = Decimal


def a_pool(
    method: str, layers: list[tuple[str, str]], *, standard: str | None = None, value: str | None = None
) -> PoolState:
    """A pool with layers of (quantity, value)."""
    states = [LayerState(UUID(int=n), D(qty), D(worth)) for n, (qty, worth) in enumerate(layers, start=1)]
    return PoolState(
        id=uuid4(),
        company_id=uuid4(),
        item_id=uuid4(),
        warehouse_id=None,
        family_id=uuid4(),
        method=method,
        standard_unit_cost=None if standard is None else D(standard),
        minor_units=2,
        qty=sum((layer.qty_remaining for layer in states), D(0)),
        value=D(value) if value is not None else sum((layer.value_remaining for layer in states), D(0)),
        layers=states,
    )


class TestMovingAverage:
    def test_leaves_at_the_mean_and_keeps_the_links_to_the_receipts(self) -> None:
        pool = a_pool("moving_average", [("10", "100.00"), ("10", "200.00")])
        amount, links = take_out(pool, D(15))
        assert amount == D("225.00")  # 300 x 15 / 20
        assert [(link.layer_id, link.qty, link.amount) for link in links] == [
            (UUID(int=1), D(10), D("150.00")),
            (UUID(int=2), D(5), D("75.00")),
        ]
        assert (pool.qty, pool.value) == (D(5), D("75.00"))

    def test_a_third_is_rounded_half_up_and_the_last_unit_takes_the_rest(self) -> None:
        pool = a_pool("moving_average", [("3", "10.00")])
        taken = [take_out(pool, D(1))[0] for _ in range(3)]
        assert taken == [D("3.33"), D("3.34"), D("3.33")]  # 10/3, then 6.67/2 = 3.335 up, then what is left
        assert (pool.qty, pool.value) == (D(0), D(0))

    def test_yen_have_no_cents(self) -> None:
        pool = a_pool("moving_average", [("3", "100")])
        pool.minor_units = 0
        assert [take_out(pool, D(1))[0] for _ in range(3)] == [D(33), D(34), D(33)]

    def test_goods_of_unknown_origin_come_in_at_the_present_mean(self) -> None:
        pool = a_pool("moving_average", [("8", "100.00")])
        assert current_cost(pool, D(3), D(0)) == D("37.50")

    def test_into_an_empty_pool_they_come_at_the_last_cost_known(self) -> None:
        pool = a_pool("moving_average", [])
        assert current_cost(pool, D(3), D("4.105")) == D("12.32")  # 12.315 half up


class TestFifo:
    def test_the_oldest_layer_goes_first(self) -> None:
        pool = a_pool("fifo", [("4", "40.00"), ("2", "50.00")])
        amount, links = take_out(pool, D(5))
        assert amount == D("65.00")  # 4 at 10 and 1 at 25
        assert [link.amount for link in links] == [D("40.00"), D("25.00")]
        assert (pool.qty, pool.value) == (D(1), D("25.00"))

    def test_a_layer_gives_all_its_value_with_its_last_unit(self) -> None:
        pool = a_pool("fifo", [("3", "10.00"), ("1", "7.00")])
        assert [take_out(pool, D(1))[0] for _ in range(4)] == [D("3.33"), D("3.34"), D("3.33"), D("7.00")]

    def test_the_pool_is_worth_its_layers(self) -> None:
        pool = a_pool("fifo", [("7", "10.00"), ("5", "9.99")])
        take_out(pool, D(3))
        take_out(pool, D(6))
        assert pool.value == sum((layer.value_remaining for layer in pool.layers), D(0))


class TestStandard:
    def test_receipt_comes_in_at_the_standard_whatever_was_paid(self) -> None:
        pool = a_pool("standard", [], standard="2.50")
        assert take_in(pool, D(10), D("31.00")) == D("25.00")

    def test_issue_leaves_at_the_standard(self) -> None:
        pool = a_pool("standard", [("10", "25.00")], standard="2.50")
        assert take_out(pool, D(4))[0] == D("10.00")

    def test_a_standard_finer_than_a_cent_never_drifts(self) -> None:
        pool = a_pool("standard", [], standard="0.333333")
        take_in(pool, D(1000), D("333.33"))
        out = sum((take_out_one(pool) for _ in range(1000)), D(0))
        assert out == D("333.33")
        assert pool.value == 0


def take_out_one(pool: PoolState) -> Decimal:
    if not pool.layers:
        pool.layers = [LayerState(uuid4(), pool.qty, pool.value)]
    return take_out(pool, D(1))[0]


def test_more_than_the_pool_holds_is_refused() -> None:
    with pytest.raises(PoolShort, match="Only 4"):
        take_out(a_pool("fifo", [("4", "40.00")]), D(5))


def test_returns_of_one_issue_add_up_to_what_it_cost() -> None:
    parts = [returned_amount(D(3), D("10.00"), D(back), D(1), 2) for back in range(3)]
    assert parts == [D("3.33"), D("3.34"), D("3.33")]


@given(
    st.sampled_from(["moving_average", "fifo"]),
    st.lists(st.tuples(st.integers(1, 500), st.integers(0, 10_000_00)), min_size=1, max_size=8),
    st.data(),
)
def test_what_came_in_goes_out_to_the_cent(
    method: str, receipts: list[tuple[int, int]], data: st.DataObject
) -> None:
    pool = a_pool(method, [(str(qty), str(D(cents) / 100)) for qty, cents in receipts])
    brought, gone = pool.value, D(0)
    while pool.qty:
        amount, links = take_out(pool, D(data.draw(st.integers(1, int(pool.qty)))))
        assert sum((link.amount for link in links), D(0)) == amount
        assert amount >= 0
        gone += amount
    assert gone == brought
    assert pool.value == 0


class TestReturnedAmount:
    def test_a_part_after_a_part_takes_what_the_whole_so_far_is_worth(self) -> None:
        assert returned_amount(D(7), D("10.00"), D(2), D(3), 2) == D("4.28")  # 7.14 less 2.86
        assert returned_amount(D(7), D("10.00"), D(0), D(7), 2) == D("10.00")

    def test_yen_and_dinars_round_to_their_own_unit(self) -> None:
        assert [returned_amount(D(3), D(100), D(back), D(1), 0) for back in range(3)] == [33, 34, 33]
        assert returned_amount(D(3), D("1.000"), D(1), D(1), 3) == D("0.334")


class TestCurrentCost:
    def test_at_standard_the_standard_counts_and_not_what_lies_there(self) -> None:
        pool = a_pool("standard", [("8", "99.00")], standard="2.505")
        assert current_cost(pool, D(3), D(77)) == D("7.52")

    def test_half_a_unit_in_the_books_is_enough_to_give_a_cost(self) -> None:
        assert current_cost(a_pool("fifo", [("0.5", "3.00")]), D(2), D(99)) == D("12.00")

    def test_it_is_rounded_to_the_currency(self) -> None:
        full, empty = a_pool("fifo", [("3", "10")]), a_pool("fifo", [])
        full.minor_units = empty.minor_units = 0
        assert current_cost(full, D(2), D(0)) == 7
        assert current_cost(empty, D(3), D("4.105")) == 12
        full.minor_units = empty.minor_units = 3
        assert current_cost(full, D(2), D(0)) == D("6.667")
        assert current_cost(empty, D(3), D("4.1055")) == D("12.317")


class TestRefusals:
    def test_the_figures_are_named(self) -> None:
        assert refusal(lambda: take_out(a_pool("fifo", [("4.50", "40.00")]), D(5)))[0] == (
            "Only 4.5 of the item stand in the books, 5 should leave.")
        pool = a_pool("moving_average", [("4", "40.00")])
        pool.qty = D(6)
        assert refusal(lambda: take_out(pool, D(5)))[0] == (
            "The receipts of the item hold 1 less than should leave.")
        assert refusal(lambda: take_out(a_pool("fifo", []), D(5)))[0].startswith("Only 0 of the item")

    def test_an_empty_layer_is_passed_over_and_all_the_others_used(self) -> None:
        pool = a_pool("lifo", [("0", "0"), ("2", "5.00"), ("0", "0"), ("3", "6.00")])
        amount, links = take_out(pool, D(4))
        assert [(link.layer_id.int, link.qty, link.amount) for link in links] == [
            (2, D(2), D("5.00")), (4, D(2), D("4.00"))]
        assert (amount, pool.qty, pool.value) == (D("9.00"), D(1), D("2.00"))
        assert [(layer.qty_remaining, layer.value_remaining) for layer in pool.layers[1::2]] == [(0, 0), (1, D("2.00"))]


class TestStandardInDepth:
    def test_a_pool_worth_more_than_its_standard_gives_up_the_difference_with_what_leaves(self) -> None:
        pool = a_pool("standard", [("10", "26.00")], standard="2.50")
        assert take_out(pool, D(4))[0] == D("11.00")  # what stays is worth 15.00
        assert take_in(pool, D(2), D("99.00")) == D("5.00")
        assert (pool.qty, pool.value) == (D(8), D("20.00"))

    def test_nothing_leaves_at_less_than_nothing_and_the_last_unit_takes_all(self) -> None:
        pool = a_pool("standard", [("10", "10.00")], standard="2.50")
        assert take_out(pool, D(1))[0] == 0
        assert take_out(pool, D(9))[0] == D("10.00")
        dear = a_pool("standard", [("10", "30.00")], standard="2.00")
        assert take_in(dear, D(1), D(7)) == 0

    def test_without_a_standard_it_is_worth_nothing(self) -> None:
        pool = a_pool("standard", [])
        assert take_in(pool, D(3), D("9.00")) == 0

    def test_links_share_the_amount_in_whole_yen(self) -> None:
        pool = a_pool("moving_average", [("1", "50"), ("1", "30"), ("1", "20")])
        pool.minor_units = 0
        amount, links = take_out(pool, D(2))
        assert (amount, [link.amount for link in links]) == (67, [34, 33])

    def test_what_comes_in_under_another_method_brings_its_amount(self) -> None:
        pool = a_pool("fifo", [("1", "2.00")])
        assert take_in(pool, D(3), D("7.00")) == D("7.00")
        assert (pool.qty, pool.value) == (D(4), D("9.00"))
