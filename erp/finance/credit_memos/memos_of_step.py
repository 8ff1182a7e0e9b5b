"""What a step under way has credited so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class StepMemo:
    """A credit memo that the step issues, with its lines, and what it leaves for the customer to use."""

    id: UUID
    number: str
    currency: str
    invoice_numbers: str
    net_amount: Decimal
    tax_amount: Decimal
    rounding_amount: Decimal
    total_amount: Decimal
    unapplied_amount: Decimal
    lines: Sequence[Row[Any]]


_MEMOS = text("""
    SELECT m.id, m.number, m.currency, m.invoice_numbers, m.net_amount, m.tax_amount, m.rounding_amount,
           m.total_amount,
           coalesce((SELECT -sum(i.balance_amount) FROM finance.open_item i WHERE i.document_id = m.id), 0)
               AS unapplied_amount
    FROM finance.credit_memo m WHERE m.id > :since AND m.correlation_id = :step ORDER BY m.id
""")
_LINES = text("""
    SELECT l.credit_memo_id, l.kind, l.sku, l.description, l.unit, l.qty, l.net_unit_price, l.amount, l.tax_amount
    FROM finance.credit_memo_line l WHERE l.credit_memo_id = ANY(CAST(:memos AS uuid[])) ORDER BY l.position
""")


def memos_of_step(work: UnitOfWork, since: UUID) -> list[StepMemo]:
    """The credit memos that this unit of work has issued after the id was made, in their order."""
    memos = work.execute(_MEMOS, {"since": since, "step": work.correlation_id}).all()
    lines = work.execute(_LINES, {"memos": [memo.id for memo in memos]}).all() if memos else []
    return [
        StepMemo(**memo._mapping, lines=[line for line in lines if line.credit_memo_id == memo.id]) for memo in memos
    ]
