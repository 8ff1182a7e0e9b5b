"""Which piece a free worker takes next.

Two orders that want the same goods wait for one another at the balance of those goods, in a replay as in life. A replay
may choose its order within a day, so it hands out what shares the fewest goods with the pieces under way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from erp.overview.replay.tasks import Task, names_of


@dataclass(frozen=True)
class Piece:
    """A chain of tasks for one worker, and the goods and customers it touches."""

    tasks: tuple[Task, ...]
    touches: frozenset[str]


class Roster:
    """The pieces that wait, in their order, and what each worker is busy with."""

    def __init__(self, chains: Iterable[tuple[Task, ...]]) -> None:
        self._waiting = [Piece(chain, _touches(chain)) for chain in chains]
        self._held: dict[int, Piece] = {}

    def next_for(self, worker: int) -> tuple[Task, ...] | None:
        """The first waiting piece that shares the least with what the others hold; None when none waits."""
        self._held.pop(worker, None)
        if not self._waiting:
            return None
        busy = frozenset[str]().union(*(piece.touches for piece in self._held.values()))
        piece = self._least_shared(busy)
        self._waiting.remove(piece)
        self._held[worker] = piece
        return piece.tasks

    def _least_shared(self, busy: frozenset[str]) -> Piece:
        best, fewest = self._waiting[0], len(self._waiting[0].touches & busy)
        for piece in self._waiting:
            if fewest == 0:
                break
            shared = len(piece.touches & busy)
            if shared < fewest:
                best, fewest = piece, shared
        return best


def _touches(chain: Sequence[Task]) -> frozenset[str]:
    found: set[str] = set()
    for task in chain:
        skus, customers = names_of(task)
        found |= skus | {f"customer {code}" for code in customers}
    return frozenset(found)
