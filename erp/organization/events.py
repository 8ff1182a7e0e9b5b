"""What the organization tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from erp.kernel.events import Event


@dataclass(frozen=True)
class BranchActivated(Event):
    """A branch begins to trade: the books must know every account it needs."""

    document: ClassVar[str] = "branch_id"
    branch_id: UUID
    code: str
