"""What somebody typed into the search, read as the beginning of a code, the end of a number, or words."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

LONGEST = 80
MOST_WORDS = 5
FEWEST_SIGNS_OF_A_PART = 3  # fewer are in no trigram, so no index would help
FEWEST_SIGNS_OF_AN_END = 3
_LAST_SIGN = "\U0010ffff"
_NUMBER = re.compile(r"([A-Z]{2,4})[- ]?(\d+)", re.ASCII)


@dataclass(frozen=True)
class Range:
    """Every text that begins with ``low``, as an index in the order of bytes holds them together."""

    low: str

    @property
    def high(self) -> str:
        return self.low + _LAST_SIGN


@dataclass(frozen=True)
class TypedText:
    """``code`` in capitals and ``words`` as typed; ``kind_prefix`` where it names a kind of document, as SO in so1001.

    ``number`` is the document number it may be in full or in its beginning, ``ending`` what one may end in.
    """

    text: str
    code: str
    words: tuple[str, ...]
    kind_prefix: str
    number: str
    ending: str

    @property
    def parts(self) -> list[str]:
        """Patterns that a text must all match: contain the words or, of a short one alone, begin with it."""
        if all(len(word) < FEWEST_SIGNS_OF_A_PART for word in self.words):
            return [f"{_plain(self.words[0])}%"] if len(self.words) == 1 and len(self.words[0]) > 1 else []
        return [f"%{_plain(word)}%" for word in self.words]


def read_typed(typed: str, prefixes: Collection[str]) -> TypedText:
    """Read what was typed; ``prefixes`` are those of document numbers."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())[:LONGEST].strip()
    code = text.upper()
    whole = _NUMBER.fullmatch(code)
    letters = re.match(r"[A-Z]*", code, re.ASCII)
    prefix = letters.group() if letters and letters.group() in prefixes else ""
    number, ending = code, code if any(sign.isdigit() for sign in code) else ""
    if whole and whole.group(1) in prefixes:
        number, ending = f"{whole.group(1)}-{whole.group(2)}", whole.group(2)
    elif len(ending) < FEWEST_SIGNS_OF_AN_END:
        ending = ""
    return TypedText(text, code, tuple(text.split()[:MOST_WORDS]), prefix, number, ending)


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
