"""The languages of pages and papers: a text in English is its own name, and a catalogue gives it in another language.

Catalogues are ``erp/catalogues/<language>.po``, read as they are at the first use: nothing has to be compiled. What a
catalogue lacks is shown in English. Business code does not translate: it says English texts with named gaps, and the
page that shows them asks here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).resolve().parent.parent / "catalogues"
ENGLISH = "en"
PSEUDO = "qps"  # every text marked and lengthened, to find what cannot be translated; offered nowhere

LANGUAGES: Mapping[str, str] = {ENGLISH: "English", "de": "Deutsch"}
# How numbers and dates are written. Plain English writes days as 2026-05-31, which nobody reads two ways.
LOCALES: Mapping[str, str] = {
    "en": "2026-05-31 · 1,234.50",
    "en_GB": "31/05/2026 · 1,234.50 (United Kingdom)",
    "en_US": "05/31/2026 · 1,234.50 (United States)",
    "de_DE": "31.05.2026 · 1.234,50 (Deutschland)",
    "de_CH": "31.05.2026 · 1’234.50 (Schweiz)",
}
_LOCALE_OF: Mapping[str, str] = {"de": "de_DE"}


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language, by their English text (and plural)."""

    language: str
    texts: Mapping[str, str]
    plurals: Mapping[tuple[str, str], tuple[str, ...]]
    form_of: Callable[[int], int]

    def text(self, english: str) -> str:
        """The text in this language, or the English one where there is none."""
        return self.texts.get(english) or english

    def counted(self, one: str, many: str, number: int) -> str:
        """The text for that many, by the rules of this language."""
        forms = self.plurals.get((one, many))
        if forms:
            return forms[self.form_of(number)]
        return one if number == 1 else many


class _PseudoCatalogue(Catalogue):
    """Marks every text as ⟦té×t⟧ and keeps the named gaps."""

    def text(self, english: str) -> str:
        return f"⟦{english}⟧"

    def counted(self, one: str, many: str, number: int) -> str:
        return self.text(one if number == 1 else many)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, read once a process; an unknown language reads as English."""
    if language == PSEUDO:
        return _PseudoCatalogue(language, {}, {}, lambda number: int(number != 1))
    file = CATALOGUES / f"{language}.po"
    if language == ENGLISH or language not in LANGUAGES or not file.is_file():
        return Catalogue(ENGLISH, {}, {}, lambda number: int(number != 1))
    with file.open("rb") as opened:
        read = read_po(opened, locale=language)
    texts: dict[str, str] = {}
    plurals: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in read:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, tuple | list):
            forms = tuple(str(form) for form in message.string or ())
            if all(forms):
                plurals[(message.id[0], message.id[1])] = forms
        elif message.string:
            texts[message.id] = str(message.string)
    return Catalogue(language, texts, plurals, c2py(read.plural_expr))


def translate(language: str, english: str, params: Mapping[str, object] | None = None) -> str:
    """A text in a language, its gaps filled: ``translate("de", "Line %(number)s", {"number": 3})``."""
    found = catalogue(language).text(english)
    return found % params if params else found


def default_locale(language: str) -> str:
    """How numbers and dates are written where the person has chosen nothing."""
    return _LOCALE_OF.get(language, ENGLISH)
