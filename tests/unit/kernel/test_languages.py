"""The catalogues: what is missing reads English, and no translation loses or invents a gap."""

import re

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from erp.config import bundled_dir
from erp.kernel.errors import Refused
from erp.kernel.languages import CATALOGUES, LANGUAGES, PSEUDO, catalogue, translate

GAPS = re.compile(r"%\(\w+\)[sr]|\{\w+\}")
TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_has_the_gaps_of_its_text(language: str) -> None:
    with (CATALOGUES / f"{language}.po").open("rb") as opened:
        messages = [message for message in read_po(opened, locale=language) if message.id]
    wrong = []
    for message in messages:
        texts = [message.id[1]] if isinstance(message.id, tuple | list) else [message.id]
        given = list(message.string) if isinstance(message.string, tuple | list) else [message.string]
        gaps = {gap for text in texts for gap in GAPS.findall(text)}
        wrong += [(message.id, told) for told in given if told and set(GAPS.findall(told)) != gaps]
    assert wrong == []


def test_german_counts_by_its_own_rules() -> None:
    german = catalogue("de")
    assert german.counted("%(n)s row", "%(n)s rows", 1) == "%(n)s Zeile"
    assert german.counted("%(n)s row", "%(n)s rows", 0) == "%(n)s Zeilen"
    assert translate("de", "Order %(number)s", {"number": "SO-1"}) == "Auftrag SO-1"


def test_what_a_catalogue_lacks_reads_english() -> None:
    assert translate("de", "A text nobody ever said.") == "A text nobody ever said."
    assert translate("xx", "Save") == "Save"
    assert translate(PSEUDO, "Line %(n)s", {"n": 3}) == "⟦Line 3⟧"


def test_a_refusal_keeps_its_text_apart_from_what_it_speaks_of() -> None:
    refused = Refused("Only %(free)s of %(sku)s are free.", field="qty", free=3, sku="A-1")
    assert refused.message == str(refused) == "Only 3 of A-1 are free."
    assert refused.template == "Only %(free)s of %(sku)s are free."
    assert Refused("100 % sure").message == "100 % sure"


def test_papers_and_messages_speak_german_whole() -> None:
    """What leaves the house is in one language, not in two."""
    templates = bundled_dir("templates")
    files = [
        *templates.rglob("print/*.html"), *templates.rglob("email/*.txt"), templates / "components" / "paper.html",
        templates / "layouts" / "print.html", templates / "layouts" / "email.txt",
    ]  # fmt: skip
    german, missing = catalogue("de").texts, []
    for file in files:
        with file.open("rb") as opened:
            for _line, _function, text, _comments in babel_extract(opened, ("_",), [], {}):
                said = str(text[0] if isinstance(text, tuple) else text)
                missing += [f"{file.name}: {said}"] if said not in german else []
    assert len(files) > 14
    assert missing == []
