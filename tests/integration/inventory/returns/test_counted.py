"""Returns counted with the scanner: each scan is kept, and Done makes one receipt of all of them."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.returns.check_returned import NotExpected
from erp.inventory.returns.count_return import CountedGoods, count_return
from erp.inventory.returns.counted import waiting_counts
from erp.inventory.returns.discard_count import discard_count
from erp.inventory.returns.receive_counted import receive_counted_return
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Forbidden, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import Dock, a_dock, ship, wanted
from tests.builders.inventory_returns import by_status, expected, shipment_line

D = Decimal


@dataclass(frozen=True)
class Rma:
    """Five bolts and three nuts that left and may come back."""

    dock: Dock
    origin_id: UUID
    bolt: UUID
    nut: UUID
    bolts_expected: UUID
    nuts_expected: UUID


@pytest.fixture
def rma(work: UnitOfWork) -> Rma:
    dock = a_dock(work)
    bolt, nut = dock.item(work, sku="BOLT"), dock.item(work, sku="NUT")
    put_stock(work, dock.place, bolt, 5, "2.00")
    put_stock(work, dock.place, nut, 3, "1.00")
    shipment_id, _ = ship(work, dock, wanted(work, dock, [(bolt, 5), (nut, 3)]))
    origin_id = new_id()
    lines = {
        item_id: expected(work, dock, item_id, qty, shipment_line(work, shipment_id, position), origin_id=origin_id)
        for item_id, qty, position in ((bolt, 5, 1), (nut, 3, 2))
    }
    return Rma(dock, origin_id, bolt, nut, lines[bolt].id, lines[nut].id)


def count(work: UnitOfWork, expectation_id: UUID, qty: int | str, condition: str = "as_new") -> UUID:
    return count_return(work, [CountedGoods(expectation_id, D(qty), condition)])[0]


def receipts(work: UnitOfWork) -> list[tuple[str, D, str]]:
    rows = work.execute(
        text("""SELECT i.sku, l.qty, l.condition FROM inventory.return_receipt_line l
                JOIN inventory.item i ON i.id = l.item_id ORDER BY l.receipt_id, l.position""")
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def test_all_that_was_counted_becomes_one_receipt(work: UnitOfWork, rma: Rma) -> None:
    count(work, rma.bolts_expected, 1)
    count(work, rma.nuts_expected, 2, "damaged")
    count(work, rma.bolts_expected, 1)
    count(work, rma.bolts_expected, 1, "opened")
    assert by_status(work, rma.bolt) == {}, "counted is not yet in stock"
    received = receive_counted_return(work, rma.origin_id, occurred_on=work.now.date())
    assert receipts(work) == [("BOLT", 2, "as_new"), ("NUT", 2, "damaged"), ("BOLT", 1, "opened")]
    assert received.cost_amount == D("8.00")  # three bolts at 2.00 and two nuts at 1.00
    assert by_status(work, rma.bolt) == {"inspection": 3}
    assert waiting_counts(work.session, rma.origin_id) == []
    with pytest.raises(Conflict, match="Nothing is counted"):
        receive_counted_return(work, rma.origin_id, occurred_on=work.now.date())


def test_what_comes_later_is_another_receipt(work: UnitOfWork, rma: Rma) -> None:
    for qty in (2, 3):
        count(work, rma.bolts_expected, qty)
        receive_counted_return(work, rma.origin_id, occurred_on=work.now.date())
    assert receipts(work) == [("BOLT", 2, "as_new"), ("BOLT", 3, "as_new")]


def test_no_more_is_counted_than_may_come_back(work: UnitOfWork, rma: Rma) -> None:
    count(work, rma.nuts_expected, 2)
    with pytest.raises(NotExpected, match="3 of NUT may still come back on RMA-1; 4 were counted"):
        count(work, rma.nuts_expected, 2)
    with pytest.raises(Refused, match="counted in 1"):
        count(work, rma.nuts_expected, "0.5")
    with pytest.raises(Refused, match="condition"):
        count(work, rma.nuts_expected, 1, "lovely")
    with pytest.raises(NotFound):
        count(work, new_id(), 1)
    assert [each.qty for each in waiting_counts(work.session, rma.origin_id)] == [2]


def test_a_mistake_is_taken_back_until_it_is_received(work: UnitOfWork, rma: Rma) -> None:
    wrong, right = count(work, rma.nuts_expected, 3), count(work, rma.bolts_expected, 1)
    discard_count(work, wrong)
    with pytest.raises(NotFound):
        discard_count(work, wrong)
    receive_counted_return(work, rma.origin_id, occurred_on=work.now.date())
    assert receipts(work) == [("BOLT", 1, "as_new")]
    with pytest.raises(Conflict, match="received already"):
        discard_count(work, right)


def test_counting_needs_the_permission_in_the_warehouses_branch(work: UnitOfWork, rma: Rma) -> None:
    counted = count(work, rma.nuts_expected, 1)
    work.actor = Actor("eve", branch_permissions={new_id(): frozenset({"inventory.return.receive"})})
    for step in (
        lambda: count(work, rma.nuts_expected, 1),
        lambda: discard_count(work, counted),
        lambda: receive_counted_return(work, rma.origin_id, occurred_on=work.now.date()),
    ):
        with pytest.raises(Forbidden):
            step()
