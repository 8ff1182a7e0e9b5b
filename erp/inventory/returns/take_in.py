"""Take in a return: receive the goods and, where somebody looked at them at once, write down their condition."""

from collections.abc import Sequence
from datetime import date

from erp.inventory.returns.inspect import Finding, inspect_return
from erp.inventory.returns.receive import ReceivedReturn, ReturnedGoods, receive_return
from erp.kernel.unit_of_work import UnitOfWork

Condition = tuple[str, str]  # condition, notes


def take_in_return(
    work: UnitOfWork, goods: Sequence[ReturnedGoods], conditions: Sequence[Condition | None], *, occurred_on: date
) -> ReceivedReturn:
    """Receive a return whose goods were inspected at the door, line for line; None where nobody looked yet.

    Raises: as ``receive_return`` and ``inspect_return``.
    Effects: ReturnReceived.
    """
    received = receive_return(work, goods, occurred_on=occurred_on)
    findings = [
        Finding(line_id, *condition)
        for line_id, condition in zip(received.line_ids, conditions, strict=True)
        if condition is not None
    ]
    if findings:
        inspect_return(work, received.id, findings)
    return received
