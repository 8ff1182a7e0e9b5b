"""A decision on returned goods as the desk takes it, and what it leads to in stock, ledger and paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.crm.api import change_restocking_fee
from erp.finance.api import StepEntry, StepMemo, entries_of_step, memos_of_step
from erp.inventory.api import Disposal, Finding, decide_return
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Decision:
    """What one line of a return receipt is like and what becomes of it; a fee only where it is not the agreed one."""

    receipt_id: UUID
    rma_line_id: UUID
    finding: Finding
    disposals: Sequence[Disposal]
    occurred_on: date
    restocking_fee_percent: Decimal | None = None


@dataclass(frozen=True)
class Consequence:
    """What a decision posts and credits; ``is_complete``: nothing else of the receipt waits."""

    is_complete: bool
    entries: Sequence[StepEntry]
    memos: Sequence[StepMemo]


def take_decision(work: UnitOfWork, decision: Decision) -> bool:
    """Agree on the fee, write down the condition, dispose of the goods; returns whether the receipt is complete.

    Raises: as ``change_restocking_fee`` and ``decide_return``.
    Effects: as ``decide_return``: the books follow, and the customer is credited with the receipt's last line.
    """
    if decision.restocking_fee_percent is not None:
        change_restocking_fee(work, decision.rma_line_id, decision.restocking_fee_percent)
    return decide_return(
        work, decision.receipt_id, decision.finding, decision.disposals, occurred_on=decision.occurred_on
    )


def consequence_of(work: UnitOfWork, since: UUID, is_complete: bool) -> Consequence:
    """What the step, once it has settled, has posted and credited since the id was made."""
    return Consequence(is_complete, entries_of_step(work, since), memos_of_step(work, since))
