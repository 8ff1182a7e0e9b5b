"""The pieces a day is cut into, each carried out by one worker, and what is told when the product refuses one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from erp.kernel.actor import Actor
from erp.kernel.errors import Refused
from erp.kernel.marks import mark_once
from erp.kernel.unit_of_work import UnitOfWorkFactory
from erp.overview.replay.carry_out_cancellation import carry_out_cancellation
from erp.overview.replay.carry_out_payment import Payment, carry_out_payment
from erp.overview.replay.carry_out_sale import carry_out_sale
from erp.overview.replay.carry_out_supply import carry_out_supply
from erp.overview.replay.carry_out_write_off import carry_out_write_off
from erp.overview.replay.desk import Desk
from erp.overview.replay.plan_supply import Supply
from erp.overview.replay.read_file import FileDocument

Task = FileDocument | Supply | Payment


@dataclass(frozen=True)
class Refusal:
    """What was not carried out, the lines of the file it stands on, and the product's words for it."""

    key: str
    on: date
    lines: tuple[int, ...]
    reason: str


def carry_out(units: UnitOfWorkFactory, actor: Actor, source: str, desk: Desk, task: Task) -> Refusal | None:
    """Do one piece. What the product refuses is marked as refused and told, and is not tried again."""
    try:
        _carry_out(units, actor, source, desk, task)
    except Refused as refused:
        lines = tuple(line.number for line in task.lines) if isinstance(task, FileDocument) else ()
        units.run(actor, lambda work: mark_once(work, source, f"refused {task.key}"))
        return Refusal(task.key, task.on, lines, refused.message)
    return None


def _carry_out(units: UnitOfWorkFactory, actor: Actor, source: str, desk: Desk, task: Task) -> None:
    if isinstance(task, Supply):
        carry_out_supply(units, actor, source, desk, task)
    elif isinstance(task, Payment):
        carry_out_payment(units, actor, source, desk, task)
    elif task.kind == "write_off":
        carry_out_write_off(units, actor, source, desk, task)
    elif task.kind == "cancellation" or (task.kind == "bad_debt" and task.lines[0].price < 0):
        carry_out_cancellation(units, actor, source, desk, task)
    else:
        carry_out_sale(units, actor, source, desk, task)


def chains(tasks: Sequence[Task]) -> list[tuple[Task, ...]]:
    """Pieces that must follow one another stand together: what one customer sends back draws on the same sales."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        key = task.key
        if isinstance(task, FileDocument) and task.kind == "cancellation":
            key = f"returns of {task.customer_code}"
        found.setdefault(key, []).append(task)
    return [tuple(chain) for chain in found.values()]


def names_of(task: Task) -> tuple[set[str], set[str]]:
    """The stock codes and customers a piece needs to know."""
    if isinstance(task, Supply):
        return {line.sku for line in task.lines}, set()
    if isinstance(task, FileDocument):
        return {line.sku for line in task.goods}, {task.customer_code}
    return set(), set()
