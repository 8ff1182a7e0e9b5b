"""What may be done with many rows of a list at once: each row a step of its own, done by a worker.

A module declares its actions beside the use cases they take and names them in its manifest; the list offers them to
whoever holds the permission.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Question:
    """Something to be answered before an action is taken, once for all rows: a reason, a family, a day."""

    name: str
    label: str
    kind: str = "text"  # text day choice
    required: bool = True
    options: Callable[[Session, UUID], Sequence[tuple[str, str]]] | None = None  # of a choice, in a company


@dataclass(frozen=True)
class Asked:
    """In which company and on what day it was asked for, and the answers to the action's questions.

    ``step`` names the step for one row: it is the same when the step is tried again.
    """

    company_id: UUID
    today: date
    answers: Mapping[str, Any]
    step: str = ""


@dataclass(frozen=True)
class RowAction:
    """One thing to do with chosen rows of a list.

    ``act`` is given the row's id and takes one use case; what it returns, a word such as ``held``, is counted in the
    result. An action that makes one thing of all the rows has ``together`` instead, which asks for a job of its own and
    returns it. ``says`` tells what happens to each row before anybody confirms it.
    """

    name: str  # module.object.verb, of all lists
    list: str  # the endpoint of the list
    text: str
    says: str
    permission: str
    act: Callable[[UnitOfWork, UUID, Asked], str | None] | None
    opens: tuple[str, str]  # the endpoint of a row's page and the name of its argument
    questions: tuple[Question, ...] = ()
    danger: bool = False
    together: Callable[[UnitOfWork, Sequence[UUID], Asked], UUID] | None = None
