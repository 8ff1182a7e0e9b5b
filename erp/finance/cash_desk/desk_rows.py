"""The rows of the desk: what is owed now, with what was typed for it before somebody else was faster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from erp.finance.cash_desk.queries import ItemNow, OpenDebt
from erp.kernel.money import ZERO


@dataclass(frozen=True)
class DeskRow:
    """An open debt with its place in the form and the texts typed beside it."""

    index: int
    debt: OpenDebt
    amount: str = ""
    discount_amount: str = ""
    write_off_amount: str = ""


@dataclass(frozen=True)
class Changed:
    """A chosen item that is not as it was seen: what was seen and typed, what it is now, who changed it."""

    number: str
    currency: str
    seen_amount: Decimal
    now_amount: Decimal
    typed: str
    actor: str
    changed_at: datetime | None


def desk_rows(
    debts: Sequence[OpenDebt],
    texts: Mapping[int, Mapping[str, str]],
    seen: Mapping[UUID, Decimal],
    now: Mapping[UUID, ItemNow],
) -> tuple[list[DeskRow], list[Changed]]:
    """Each debt keeps the row number it was typed under; what was chosen and has changed is told apart.

    ``seen``: what the person saw to be open of each item typed for. A debt that is settled meanwhile has no row any
    more: what was typed for it is told with the changes.
    """
    typed = {row.get("to_item_id", ""): (index, row) for index, row in texts.items()}
    free = max(texts, default=-1) + 1
    rows = []
    for debt in debts:
        index, row = typed.get(str(debt.id), (None, {}))
        if index is None:
            index, free = free, free + 1
        rows.append(
            DeskRow(index, debt, row.get("amount", ""), row.get("discount_amount", ""), row.get("write_off_amount", ""))
        )
    chosen = {UUID(item_id): _typed_for(row) for item_id, (_, row) in typed.items() if item_id and _typed_for(row)}
    changes = [
        Changed(item.number, item.currency, seen[item_id], max(item.balance_amount, ZERO), chosen[item_id],
                item.actor or "", item.applied_at)
        for item_id, item in now.items()
        if item_id in chosen and item_id in seen and item.balance_amount != seen[item_id]
    ]
    return rows, sorted(changes, key=lambda change: change.number)


def _typed_for(row: Mapping[str, str]) -> str:
    return " + ".join(row[name] for name in ("amount", "discount_amount", "write_off_amount") if row.get(name))
