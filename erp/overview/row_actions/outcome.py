"""What became of the rows of an action, for the page of its job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from erp.kernel.jobs import Job
from erp.kernel.row_actions import RowAction


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not done: what people call it, and the refusal with its gaps."""

    id: str
    label: str
    template: str
    params: dict[str, Any]


@dataclass(frozen=True)
class RowsOutcome:
    """The action, how many rows it was asked for, what was done with how many, and which were refused."""

    action: RowAction | None
    total: int
    done: Sequence[tuple[str, int]]
    refused: Sequence[RefusedRow]
    back: str

    @property
    def count_done(self) -> int:
        return sum(count for _word, count in self.done)

    @property
    def count_left(self) -> int:
        """Rows that were never come to, because the work was stopped."""
        return self.total - self.count_done - len(self.refused)


def rows_outcome(job: Job, action: RowAction | None) -> RowsOutcome:
    """Read the result of a job of this kind, as far as there is one."""
    result = job.result or {}
    return RowsOutcome(
        action=action,
        total=len(job.arguments["rows"]),
        done=sorted(result.get("done", {}).items()),
        refused=[RefusedRow(**row) for row in result.get("refused", ())],
        back=job.arguments["back"],
    )
