"""Receive a counted return: all that was counted of an RMA becomes one return receipt, hence one credit memo."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.returns.receive import ReceivedReturn, ReturnedGoods
from erp.inventory.returns.take_in import take_in_return
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def receive_counted_return(work: UnitOfWork, origin_id: UUID, *, occurred_on: date) -> ReceivedReturn:
    """Take in everything that was counted of an RMA and not received yet, whoever counted it, in one return receipt.

    Counts of one expected line in the same lot and condition become one line of the receipt.

    Raises: Conflict where nothing is counted; else as ``take_in_return``.
    Effects: ReturnReceived.
    """
    work.execute(_LOCK, {"origin": origin_id})
    counts = work.execute(_COUNTS, {"origin": origin_id}).all()
    if not counts:
        raise Conflict("Nothing is counted of this RMA, or it was received a moment ago. Scan what came back.")
    together: dict[tuple[UUID, UUID | None, str], Decimal] = defaultdict(Decimal)
    for count in counts:
        together[count.expectation_id, count.lot_id, count.condition] += count.qty
    received = take_in_return(
        work,
        [ReturnedGoods(expectation_id, qty, lot_id) for (expectation_id, lot_id, _), qty in together.items()],
        [(condition, "") for _, _, condition in together],
        occurred_on=occurred_on,
    )
    work.execute(_RECEIVED, {"ids": [count.id for count in counts], "receipt": received.id})
    return received


# Expectations first, as everywhere: whoever counts or receives waits here, and the counts are read after that.
_LOCK = text("""
    SELECT id FROM inventory.return_expectation WHERE origin_id = :origin ORDER BY id FOR NO KEY UPDATE""")

_COUNTS = text("""
    SELECT id, expectation_id, lot_id, condition, qty FROM inventory.return_count
    WHERE origin_id = :origin AND return_receipt_id IS NULL ORDER BY id""")

_RECEIVED = text("""
    UPDATE inventory.return_count SET return_receipt_id = :receipt WHERE id = ANY(CAST(:ids AS uuid[]))""")
