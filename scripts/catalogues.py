"""Bring the catalogues of other languages up to date: every text of pages, refusals and help, in order.

``make catalogues`` keeps what is translated, adds what is new without a translation, and drops what is gone.
``--check`` says what is missing and changes nothing.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "erp" / "catalogues"
EMAIL = ROOT / "templates" / "layouts" / "email.txt"
LANGUAGES = ("de",)
Text = str | tuple[str, str]
HEADER = """# Texts of the pages in another language. Written by scripts/catalogues.py; the translations are kept.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {forms}\\n"

"""
_ENGLISH_ONLY = ("overview/examples", "overview/replay", "overview/demo", "overview/bench", "runtime")  # command line

# Where a text stands among the arguments of what it is given to.
_IN_CALLS = {
    "Format": 1,
    "gettext": 0, "_": 0, "lazy": 0, "ValidationError": 0, "NavItem": 0, "Waiting": 0, "Column": 1, "Permission": 1,
    "Refused": 0, "Conflict": 0, "Outdated": 0, "NotFound": 0, "Forbidden": 0, "Role": 1, "Fact": 0, "CheckLine": 1,
    "Section": 0, "DocumentKind": 0, "Question": 1,
}  # fmt: skip
# A setting: section, label, meaning; what verify says; what an action is called and does.
_SEVERAL = {"Definition": (1, 2, 5), "Invariant": (2, 3), "RowAction": (2, 3)}
_NAMED = frozenset({"said", "heading", "hint"})
_STORED = frozenset({"purpose", "source_kind", "subledger_kind"})  # given words that pages show as they are stored
_PAIRS = frozenset({"SHORT_REASONS", "SECTIONS", "STATUSES", "MONTHS", "SUBTYPES"})  # stored value and its text
_WORD = re.compile(r"[a-z][a-z_ ]{2,}")
_STATUS = re.compile(r"\bstatus\(\"(\w+)\"")  # a badge that a template names itself
_ONE_OF = re.compile(r"\bIN \(([^)]*)\)")  # what a column may hold, as its constraint says


def texts() -> dict[Text, list[str]]:
    """Every text that can be translated, with the files it stands in."""
    found: dict[Text, list[str]] = {}
    for file in sorted((ROOT / "templates" / "help").glob("*.txt")):
        lines = file.read_text(encoding="utf-8").splitlines()
        _note(found, file, (line.partition(": ")[2] for line in lines))
    for file in sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("email*/*.txt"), EMAIL]):
        _note(found, file, _of_template(file))
    sources = sorted(
        file for file in (ROOT / "erp").rglob("*.py")
        if not file.relative_to(ROOT / "erp").as_posix().startswith(("bundled", *_ENGLISH_ONLY))
    )  # fmt: skip
    refusals = _refusals(sources)
    for file in sources:
        _note(found, file, _of_python(file, refusals))
    return found


def _note(found: dict[Text, list[str]], file: Path, texts: Iterator[Text]) -> None:
    for text in texts:
        if text:
            places = found.setdefault(text, [])
            name = file.relative_to(ROOT).as_posix()
            if name not in places:
                places.append(name)


def _of_template(file: Path) -> Iterator[Text]:
    with file.open("rb") as opened:
        for _line, function, message, _comments in babel_extract(opened, ("_", "gettext", "ngettext"), [], {}):
            if function == "ngettext" and isinstance(message, tuple):
                yield (str(message[0]), str(message[1]))
            else:
                yield str(message[0] if isinstance(message, tuple) else message)
    yield from _shown(_STATUS.findall(file.read_text(encoding="utf-8")))


def _refusals(sources: list[Path]) -> frozenset[str]:
    """The names of every kind of refusal: subclasses of the four, by name."""
    kinds = {"Refused", "Conflict", "NotFound", "Forbidden"}
    classes = [
        (found[1], found[2])
        for file in sources
        for found in re.finditer(r"^class (\w+)\((\w+)\)", file.read_text(encoding="utf-8"), re.M)
    ]
    for _round in range(4):
        kinds |= {name for name, base in classes if base in kinds}
    return frozenset(kinds)


def _of_python(file: Path, refusals: frozenset[str]) -> Iterator[Text]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = {
        target.id: node.value.value
        for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") in refusals for base in node.bases):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and getattr(inner.func, "attr", "") == "__init__" and inner.args:
                    yield from _strings(inner.args[0], named)
        if isinstance(node, ast.FunctionDef) and any(_guards(decorator) for decorator in node.decorator_list):
            yield " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())  # the page's help
        if isinstance(node, ast.Call):
            yield from _of_call(node, refusals, named)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node in tree.body:
            yield from _of_constant(node)


def _guards(decorator: ast.expr) -> bool:
    """Whether it makes its function a route for signed-in people or for holders of a permission."""
    asks = isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "requires"
    return asks or getattr(decorator, "id", "") == "signed_in"


def _of_call(node: ast.Call, refusals: frozenset[str], named: dict[str, object]) -> Iterator[Text]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name == "ngettext" and len(node.args) >= 2:
        one, many = (list(_strings(argument, named)) for argument in node.args[:2])
        if one and many:
            yield (one[0], many[0])
    elif name in _SEVERAL:
        for place in _SEVERAL[name]:
            if place < len(node.args):
                yield from _strings(node.args[place], named)
        choices = node.args[6:] if name == "Definition" else []
        parts = (part for choice in choices for part in ast.walk(choice))
        yield from _shown(part.value for part in parts if isinstance(part, ast.Constant))
    elif name == "RoleEntry":
        yield from _shown(word for place in (1, 4) for argument in node.args[place:place + 1]
                          for word in _strings(argument, named))
    elif name == "CheckConstraint" and node.args:
        listed = (words for said in _strings(node.args[0], named) for words in _ONE_OF.findall(said))
        yield from _shown(word for words in listed for word in re.findall(r"'(\w+)'", words))
    elif name in refusals or name in _IN_CALLS:
        place = _IN_CALLS.get(name, 0)
        if place < len(node.args):
            yield from _strings(node.args[place], named)
    for keyword in node.keywords:
        if keyword.arg in _NAMED:
            yield from _strings(keyword.value, named)
        elif keyword.arg in _STORED:
            yield from _shown(_strings(keyword.value, named))


def _of_constant(node: ast.Assign | ast.AnnAssign) -> Iterator[Text]:
    """Stored words that pages show (``partly_shipped``), and the headings of the side bar."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    name = targets[0].id if isinstance(targets[0], ast.Name) else ""
    if not name.isupper() or name.startswith("_") or node.value is None:
        return
    if name in _PAIRS:
        constants = (part for part in ast.walk(node.value) if isinstance(part, ast.Constant))
        yield from (part.value for part in constants if isinstance(part.value, str) and part.value[:1].isupper())
        return
    value = node.value.args[0] if isinstance(node.value, ast.Call) and node.value.args else node.value
    parts = value.keys if isinstance(value, ast.Dict) else getattr(value, "elts", ())
    words = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if len(words) > 1 and all(_WORD.fullmatch(word) for word in words):
        yield from _shown(words)


def _shown(words: Iterable[object]) -> Iterator[str]:
    """Stored words as pages show them: ``partly_shipped`` is ``Partly shipped``."""
    for word in words:
        if isinstance(word, str) and _WORD.fullmatch(word):
            yield word.replace("_", " ").capitalize()


def _strings(node: ast.AST, named: dict[str, object]) -> Iterator[str]:
    """The texts an argument may be: a constant, either branch of a condition, or a constant of the file."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body, named)
        yield from _strings(node.orelse, named)
    elif isinstance(node, ast.Lambda):
        yield from _strings(node.body, named)
    elif isinstance(node, ast.Name) and isinstance(named.get(node.id), str):
        yield str(named[node.id])


def update(language: str, found: dict[Text, list[str]]) -> tuple[Catalog, int]:
    """The catalogue of a language with exactly these texts, and how many of them lack a translation."""
    file = CATALOGUES / f"{language}.po"
    old = read_po(file.open("rb"), locale=language) if file.is_file() else Catalog(locale=language)
    new = Catalog(locale=language)
    missing = 0
    for text, places in sorted(found.items(), key=lambda entry: (entry[1][0], str(entry[0]))):
        known = old.get(text[0] if isinstance(text, tuple) else text)
        empty: str | tuple[str, str] = ("", "") if isinstance(text, tuple) else ""
        string = known.string if known is not None and known.string else empty
        if isinstance(text, tuple) != isinstance(string, tuple | list):
            string = empty
        missing += not (all(string) if isinstance(string, tuple | list) else string)
        new.add(text, string, locations=[(places[0], None)])
    return new, missing


def main() -> int:
    """Write every catalogue anew, or say what is missing."""
    found = texts()
    for language in LANGUAGES:
        catalogue, missing = update(language, found)
        print(f"{language}: {len(found)} texts, {missing} not translated")
        if "--check" not in sys.argv:
            with (CATALOGUES / f"{language}.po").open("wb") as opened:
                opened.write(HEADER.format(language=language, forms=catalogue.plural_forms).encode())
                write_po(opened, catalogue, width=120, omit_header=True, include_lineno=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
