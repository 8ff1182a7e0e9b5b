"""Cost follows the goods: in, out and back, by each method, with figures worked out by hand."""

from decimal import Decimal
from uuid import UUID

import pytest

from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import BuiltWarehouse, a_family, a_warehouse, an_item, pool_of
from tests.builders.inventory_cost import give_back, issue, layers_of, receive
from tests.builders.organization import a_company

D = Decimal


@pytest.fixture
def place(work: UnitOfWork) -> BuiltWarehouse:
    return a_warehouse(work, a_company(work).branch_id)


@pytest.fixture
def family(work: UnitOfWork, place: BuiltWarehouse) -> UUID:
    return a_family(work, [place.company_id])


def item(work: UnitOfWork, place: BuiltWarehouse, family: UUID, method: str, standard: str | None = None) -> UUID:
    cost = None if standard is None else D(standard)
    return an_item(work, family, [place.company_id], costing_method=method, standard_unit_cost=cost)


def test_moving_average(work: UnitOfWork, place: BuiltWarehouse, family: UUID) -> None:
    bolt = item(work, place, family, "moving_average")
    receive(work, place, bolt, "10", "100.00")
    receive(work, place, bolt, "10", "200.00")
    sold = issue(work, place, bolt, "15")
    assert sold.amount == D("225.00")
    assert pool_of(work, bolt) == (D(5), D("75.00"))
    back = [give_back(work, place, bolt, qty, sold.line_id).amount for qty in ("4", "11")]
    assert back == [D("60.00"), D("165.00")]
    assert pool_of(work, bolt) == (D(20), D("300.00"))


def test_fifo_partial_returns_come_at_the_mean_of_their_issue(
    work: UnitOfWork, place: BuiltWarehouse, family: UUID
) -> None:
    bolt = item(work, place, family, "fifo")
    receive(work, place, bolt, "10", "100.00")
    receive(work, place, bolt, "10", "200.00")
    sold = issue(work, place, bolt, "15")  # ten at 10.00, five at 20.00
    assert sold.amount == D("200.00")
    back = [give_back(work, place, bolt, qty, sold.line_id).amount for qty in ("4", "11")]
    assert back == [D("53.33"), D("146.67")]  # 200 x 4/15, and what is left of the 200
    assert layers_of(work, bolt) == [(D(4), D("53.33")), (D(11), D("146.67")), (D(5), D("100.00"))]
    assert pool_of(work, bolt) == (D(20), D("300.00"))


def test_fifo_an_issue_that_comes_back_whole_restores_its_layers(
    work: UnitOfWork, place: BuiltWarehouse, family: UUID
) -> None:
    bolt = item(work, place, family, "fifo")
    receive(work, place, bolt, "10", "100.00")
    receive(work, place, bolt, "10", "200.00")
    sold = issue(work, place, bolt, "15")
    give_back(work, place, bolt, "15", sold.line_id)
    assert layers_of(work, bolt) == [(D(10), D("100.00")), (D(5), D("100.00")), (D(5), D("100.00"))]
    assert issue(work, place, bolt, "10").amount == D("100.00")  # the oldest goods are the oldest again


def test_standard(work: UnitOfWork, place: BuiltWarehouse, family: UUID) -> None:
    bolt = item(work, place, family, "standard", "2.50")
    assert receive(work, place, bolt, "10", "31.00").amount == D("25.00")
    sold = issue(work, place, bolt, "4")
    assert sold.amount == D("10.00")
    assert give_back(work, place, bolt, "1", sold.line_id).amount == D("2.50")
    assert pool_of(work, bolt) == (D(7), D("17.50"))


def test_goods_of_unknown_origin_come_at_the_present_cost(
    work: UnitOfWork, place: BuiltWarehouse, family: UUID
) -> None:
    bolt = item(work, place, family, "moving_average")
    receive(work, place, bolt, "8", "100.00")
    assert give_back(work, place, bolt, "2").amount == D("25.00")
    issue(work, place, bolt, "10")
    assert give_back(work, place, bolt, "2").amount == D("25.00")  # nothing on hand: the last cost known


def test_no_more_comes_back_than_left(work: UnitOfWork, place: BuiltWarehouse, family: UUID) -> None:
    bolt = item(work, place, family, "moving_average")
    receive(work, place, bolt, "8", "100.00")
    sold = issue(work, place, bolt, "3")
    give_back(work, place, bolt, "2", sold.line_id)
    with work.session.begin_nested(), pytest.raises(Refused, match="Only 1 of the 3 delivered"):
        give_back(work, place, bolt, "2", sold.line_id)


def test_an_item_not_set_up_in_the_company_has_no_cost(work: UnitOfWork, place: BuiltWarehouse, family: UUID) -> None:
    bolt = an_item(work, family, [])
    with pytest.raises(Refused, match="not set up in this company"):
        receive(work, place, bolt, "1", "1.00")


def test_lifo_the_newest_receipt_leaves_first(work: UnitOfWork, place: BuiltWarehouse, family: UUID) -> None:
    bolt = item(work, place, family, "lifo")
    receive(work, place, bolt, "10", "100.00")
    receive(work, place, bolt, "10", "200.00")
    assert issue(work, place, bolt, "15").amount == D("250.00")  # ten at 20.00, five at 10.00
    assert layers_of(work, bolt) == [(D(5), D("50.00"))]
    assert pool_of(work, bolt) == (D(5), D("50.00"))


def test_highest_cost_the_dearest_receipt_leaves_first(
    work: UnitOfWork, place: BuiltWarehouse, family: UUID
) -> None:
    bolt = item(work, place, family, "highest_cost")
    for amount in ("100.00", "300.00", "200.00"):
        receive(work, place, bolt, "10", amount)
    assert issue(work, place, bolt, "15").amount == D("400.00")  # ten at 30.00, five at 20.00
    assert layers_of(work, bolt) == [(D(10), D("100.00")), (D(5), D("100.00"))]
