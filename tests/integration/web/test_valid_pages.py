"""Every page of a company at work is valid HTML, leads nowhere else, and weighs little."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from flask import Flask
from tinyhtml5.parser import HTMLParser

from erp.config import static_dir
from erp.web.routing import PUBLIC, required_permission
from tests.builders.story import tell_story

HEAVIEST = 150_000  # bytes, compressed, of a page with everything it loads before somebody presses something
PIECES = (".json", ".csv", ".js", ".webmanifest", "/suggest", "/lookup", "/search", "/export", ".pdf")
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "form")
_X = "{http://www.w3.org/1999/xhtml}"
_IMPORT = re.compile(r"""^\s*(?:import|export)\s(?:[^"';]*?from\s*)?["'](\.[^"']+)["']""", re.M)
_ELSEWHERE = re.compile(r"\b(?:src|srcset|href|action|hx-get|hx-post|poster)=[\"'](?:https?:)?//", re.I)


def test_every_page_is_valid_and_light(app: Flask, services, client_as) -> None:  # type: ignore[no-untyped-def]
    tell_story(services)
    client = client_as("administrator")
    faults: list[str] = []
    seen: set[str] = set()
    waiting = [(rule.endpoint, rule.rule) for rule in app.url_map.iter_rules() if _stands_alone(app, rule)]
    while waiting:
        endpoint, address = waiting.pop()
        if endpoint in seen:
            continue
        seen.add(endpoint)
        answer = client.get(address)
        if answer.mimetype != "text/html":
            continue
        if answer.status_code not in {200, 204, 303, 404, 422}:
            faults.append(f"{address}: {answer.status_code}")
        waiting += [found for found in _pages_behind(app, answer.text) if found[0] not in seen]
        faults += [f"{address}: {fault}" for fault in _faults(answer.text)]
    assert len(seen) > 180, "most pages were not found"
    assert not faults, "\n".join(faults)


def test_an_invalid_page_is_noticed() -> None:
    page = '<!doctype html><html lang="en"><head><title>x</title></head><body>{}</body></html>'
    assert not list(_faults(page.format("<p>good</p>")))
    for wrong in (
        "<p><div>x</div></p>", '<i id="a"></i><b id="a"></b>', '<label for="none">x</label>',
        "<table><div>x</div></table>", "<a href=/x><a href=/y>z</a></a>", '<img src="https://example.com/x.png">',
    ):  # fmt: skip
        assert list(_faults(page.format(wrong))), wrong


def _stands_alone(app: Flask, rule) -> bool:  # type: ignore[no-untyped-def]
    declared = required_permission(app.view_functions[rule.endpoint])
    return "GET" in rule.methods and not rule.arguments and declared != PUBLIC and not rule.rule.endswith(PIECES)


def _pages_behind(app: Flask, page: str) -> Iterator[tuple[str, str]]:
    adapter = app.url_map.bind("localhost")
    for href in dict.fromkeys(re.findall(r'(?:href|hx-get)="(/[^"#]*)"', page)):
        address = unescape(href)
        path = address.partition("?")[0]
        if not path.endswith(PIECES) and adapter.test(path, "GET"):
            yield adapter.match(path, "GET")[0], address


def _faults(page: str) -> Iterator[str]:
    """What a validator would say of the page, or of the piece of one."""
    if _ELSEWHERE.search(page):
        yield f"leads elsewhere: {_ELSEWHERE.search(page)}"
    if not page.lstrip().lower().startswith("<!doctype html>"):
        return  # a piece is judged in the page it is put into
    parser = HTMLParser(namespace_html_elements=True)
    tree = parser.parse(page)
    for place, code, told in parser.errors:
        yield f"{place} {code} {told}"
    everything = list(tree.iter())
    ids = Counter(node.get("id") for node in everything if node.get("id"))
    yield from (f"id {name} stands {count} times" for name, count in ids.items() if count > 1)
    for node in everything:
        for pointer in POINTERS:
            for name in (node.get(pointer) or "").split():
                if name not in ids:
                    yield f"{node.tag.removeprefix(_X)} {pointer}={name} points at nothing"
    weight = _weight(page, everything)
    if weight > HEAVIEST:
        yield f"weighs {weight} bytes compressed"


def _weight(page: str, everything: list[Element]) -> int:
    """The page and all styles, scripts (with what they import at once) and drawings it loads, compressed."""
    wanted = set()
    for node in everything:
        kind = node.tag.removeprefix(_X) if isinstance(node.tag, str) else ""
        if kind == "link" and node.get("rel") in {"stylesheet", "modulepreload", "icon"}:
            wanted.add(node.get("href") or "")
        elif kind in {"script", "img"} and node.get("src"):
            wanted.add(node.get("src") or "")
        elif kind.endswith("use"):
            wanted.add((node.get("href") or node.get("{http://www.w3.org/1999/xlink}href") or "").partition("#")[0])
    files: set[Path] = set()
    for address in wanted:
        _with_imports(address.partition("?")[0], files)
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) + len(gzip.compress(page.encode(), 6))


def _with_imports(address: str, files: set[Path]) -> None:
    file = static_dir() / address.removeprefix("/static/")
    if not address.startswith("/static/") or file in files or not file.is_file():
        return
    files.add(file)
    if file.suffix == ".js":
        for other in _IMPORT.findall(file.read_text(encoding="utf-8")):
            _with_imports(urljoin(address, other), files)


