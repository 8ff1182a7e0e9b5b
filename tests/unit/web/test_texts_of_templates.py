"""No template says a text that cannot be said in another language."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
PAGES = sorted(
    path for path in TEMPLATES.rglob("*.html")
    if "print" not in path.parts and path.name not in {"print.html", "email.html"}
)  # fmt: skip
SPOKEN = {"title", "aria-label", "placeholder", "alt", "data-confirm"}
NO_WORDS = {"ERP", "CSV", "XLSX", "PDF", "GS1", "Ctrl", "Enter", "Tab", "Esc", "kg", "GTIN", "SKU"}
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
WORD = re.compile(r"[A-Za-z]{2,}")
# What macros are given to show: the first or second argument of these is a text, and so is every one of these names.
SHOWN_BY = {"page", "forms", "tables", "scan"}
TEXT_ARGUMENTS = {"label", "hint", "blank", "caption", "empty", "confirm", "sub", "text"}


class Spoken(HTMLParser):
    """The texts of a template between its tags and in the attributes people hear or see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in {"script", "style", "code", "kbd"}
        self.found += [value for name, value in attrs if name in SPOKEN and value and not value.startswith("{")]

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_every_text_of_a_template_can_be_translated(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    reader = Spoken()
    # What stands in a tag whose attributes depend on a condition is no text.
    reader.feed(TAGS.sub("\x00", source))
    plain = [text.replace("\x00", " ").strip() for text in reader.found if "=" not in text]
    faults = [text for text in plain if not text.startswith(("<", "/")) and set(WORD.findall(text)) - NO_WORDS]
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        faults += [text for text in _given_to_macro(call) if WORD.search(text)]
    assert faults == []


def _given_to_macro(call: nodes.Call) -> list[str]:
    """Untranslated texts among the arguments of a macro that shows them."""
    target = call.node
    if not (isinstance(target, nodes.Getattr) and isinstance(target.node, nodes.Name) and target.node.name in SHOWN_BY):
        return []
    given = [keyword.value for keyword in call.kwargs if keyword.key in TEXT_ARGUMENTS]
    if target.node.name == "forms" and target.attr not in {"start", "end", "submit", "button", "hidden", "cell"}:
        given += call.args[1:2]
    elif target.attr in {"panel", "note", "empty", "figure", "submit", "said"}:
        given += call.args[:1]
    elif target.attr in {"fact", "link_button", "button"}:
        given += call.args[:1] if target.attr == "fact" else call.args[1:2]
    return [value.value for value in given if isinstance(value, nodes.Const) and isinstance(value.value, str)]
