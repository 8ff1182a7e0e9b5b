"""Chance that always falls the same way: a text gives a sequence of numbers, on every machine and every time."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A sequence of numbers that follows from its seed alone."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._drawn = 0

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        self._drawn += 1
        digest = blake2b(self._seed + self._drawn.to_bytes(4, "big"), digest_size=8).digest()
        return low + int.from_bytes(digest, "big") % (high - low + 1)

    def one_in(self, times: int) -> bool:
        """True once in so many times."""
        return self.number(1, times) == 1

    def of(self, choices: Sequence[T]) -> T:
        """One of some choices."""
        return choices[self.number(0, len(choices) - 1)]
