"""A cost that becomes known late goes where the goods have gone."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.transfers.create_transfer import TransferRequest, create_transfer
from erp.inventory.transfers.ship_transfer import ship_transfer
from erp.inventory.valuation.add_receipt_cost import LateCost, add_receipt_cost
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
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


def add(work: UnitOfWork, receipt_line_id: UUID, amount: str) -> list[tuple[Decimal, Decimal, Decimal, Decimal]]:
    """Add a freight bill; answer (on hand, sold, other, variance) by warehouse as the event tells them."""
    add_receipt_cost(
        work, [LateCost(receipt_line_id, D(amount))], occurred_on=work.now.date(), cause="landed_cost",
        origin_kind="supplier_bill", origin_id=new_id(),
    )
    work.settle()
    body = work.execute(
        text("SELECT body FROM kernel.event WHERE name = 'inventory.ReceiptCostAdjusted' ORDER BY id DESC LIMIT 1")
    ).scalar_one()
    return [
        (D(y["on_hand_amount"]), D(y["sold_amount"]), D(y["other_amount"]), D(y["variance_amount"]))
        for y in body["lines"]
    ]


def test_fifo_the_sold_tenth_goes_to_cost_of_sales(work: UnitOfWork, place: BuiltWarehouse, family: UUID) -> None:
    bolt = an_item(work, family, [place.company_id], costing_method="fifo")
    first = receive(work, place, bolt, "10", "100.00")
    receive(work, place, bolt, "10", "200.00")
    issue(work, place, bolt, "1")
    assert add(work, first.line_id, "100.00") == [(D("90.00"), D("10.00"), D(0), D(0))]
    assert pool_of(work, bolt) == (D(19), D("380.00"))
    assert layers_of(work, bolt) == [(D(9), D("180.00")), (D(10), D("200.00"))]


def test_moving_average_the_same_tenth(work: UnitOfWork, place: BuiltWarehouse, family: UUID) -> None:
    bolt = an_item(work, family, [place.company_id])
    first = receive(work, place, bolt, "10", "100.00")
    receive(work, place, bolt, "10", "200.00")
    issue(work, place, bolt, "1")
    assert pool_of(work, bolt) == (D(19), D("285.00"))
    assert add(work, first.line_id, "100.00") == [(D("90.00"), D("10.00"), D(0), D(0))]
    assert pool_of(work, bolt) == (D(19), D("375.00"))


def test_all_sold_is_all_cost_of_sales(work: UnitOfWork, place: BuiltWarehouse, family: UUID) -> None:
    bolt = an_item(work, family, [place.company_id], costing_method="fifo")
    receipt = receive(work, place, bolt, "10", "100.00")
    issue(work, place, bolt, "10")
    assert add(work, receipt.line_id, "33.33") == [(D(0), D("33.33"), D(0), D(0))]
    assert pool_of(work, bolt) == (D(0), D(0))


@pytest.mark.parametrize("method", ["fifo", "moving_average"])
def test_what_came_back_bears_its_share_in_stock(
    work: UnitOfWork, place: BuiltWarehouse, family: UUID, method: str
) -> None:
    bolt = an_item(work, family, [place.company_id], costing_method=method)
    receipt = receive(work, place, bolt, "10", "100.00")
    sold = issue(work, place, bolt, "10")
    give_back(work, place, bolt, "4", sold.line_id)
    issue(work, place, bolt, "1")  # one of the four is sold again
    assert add(work, receipt.line_id, "50.00") == [(D("15.00"), D("35.00"), D(0), D(0))]
    assert pool_of(work, bolt) == (D(3), D("45.00"))


@pytest.mark.parametrize("method", ["fifo", "moving_average"])
def test_what_was_moved_bears_its_share_where_it_is(
    work: UnitOfWork, place: BuiltWarehouse, family: UUID, method: str
) -> None:
    other = a_warehouse(work, place.branch_id)
    bolt = an_item(work, family, [place.company_id], costing_method=method, cost_pool_scope="warehouse")
    receipt = receive(work, place, bolt, "10", "100.00")
    order = create_transfer(
        work, from_warehouse_id=place.id, to_warehouse_id=other.id, requested_on=work.now.date(),
        lines=[TransferRequest(bolt, place.bin_id, D(6))],
    )
    ship_transfer(work, order, occurred_on=work.now.date())
    work.settle()
    issue(work, place, bolt, "1")
    shares = add(work, receipt.line_id, "20.00")
    assert sorted(shares) == [(D("6.00"), D("2.00"), D(0), D(0)), (D("12.00"), D(0), D(0), D(0))]
    assert pool_of(work, bolt, place.id) == (D(3), D("36.00"))
    assert pool_of(work, bolt, other.id) == (D(6), D("72.00"))


def test_under_standard_cost_it_is_all_variance(work: UnitOfWork, place: BuiltWarehouse, family: UUID) -> None:
    bolt = an_item(work, family, [place.company_id], costing_method="standard", standard_unit_cost=D("2.50"))
    receipt = receive(work, place, bolt, "10", "30.00")
    assert add(work, receipt.line_id, "4.00") == [(D(0), D(0), D(0), D("4.00"))]
    assert pool_of(work, bolt) == (D(10), D("25.00"))


def test_a_reduction_never_makes_stock_worth_less_than_nothing(
    work: UnitOfWork, place: BuiltWarehouse, family: UUID
) -> None:
    bolt = an_item(work, family, [place.company_id])
    receive(work, place, bolt, "10", "10.00")
    dear = receive(work, place, bolt, "10", "100.00")
    issue(work, place, bolt, "10")  # the cheap ones leave by the links, the mean of 5.50 by value
    assert add(work, dear.line_id, "-60.00") == [(D("-55.00"), D("-5.00"), D(0), D(0))]
    assert pool_of(work, bolt) == (D(10), D(0))


def test_a_fraction_of_a_cent_and_an_unknown_receipt_are_refused(
    work: UnitOfWork, place: BuiltWarehouse, family: UUID
) -> None:
    bolt = an_item(work, family, [place.company_id])
    receipt = receive(work, place, bolt, "10", "10.00")
    with pytest.raises(Refused, match="Round it first"):
        add(work, receipt.line_id, "0.005")
    with pytest.raises(NotFound):
        add(work, new_id(), "1.00")
