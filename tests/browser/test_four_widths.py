"""Every page at four widths and in both themes: nothing sticks out, and a picture of each stays to be looked at.

The pictures lie in `build/pictures/<width>-<theme>/`, or where ERP_PICTURES says. Pages that stand for a record are
found by following the first link of each list.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from erp.kernel.assembly import Services
from tests.browser.conftest import THEMES, Desk
from tests.browser.test_every_page import pages_of
from tests.builders.story import tell_story

WIDTHS = {1440: 900, 1024: 768, 768: 1024, 360: 640}
FOLDER = Path(os.environ.get("ERP_PICTURES") or Path(__file__).resolve().parents[2] / "build" / "pictures")
LINKS = "main td a[href^='/'], main .scan-menu a"
_ID = re.compile(r"[0-9a-f-]{36}")


@pytest.mark.soak
def test_every_page_at_four_widths(app: Flask, services: Services, desk: Callable[..., Desk]) -> None:
    tell_story(services)
    seat = desk("administrator")
    page: Page = seat.page
    faults, seen, shown = [], set(), 0
    waiting = pages_of(app)
    while waiting:
        path = waiting.pop(0)
        kind = _ID.sub("<id>", path.partition("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        answer = page.goto(seat.address + path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        if not page.locator("main").count():
            continue  # a piece of a page
        if answer.status not in {200, 422}:
            faults.append(f"{path}: {answer.status}")
            continue
        links = page.eval_on_selector_all(LINKS, "all => all.map(link => link.getAttribute('href'))")
        waiting += [link for link in links if link and not link.endswith((".pdf", "format=csv"))]
        shown += 1
        faults += _photograph(page, kind)
    assert shown > 100, "most pages were not found"
    assert not faults, "\n".join(faults)


def _photograph(page: Page, kind: str) -> list[str]:
    faults = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
            folder = FOLDER / f"{width}-{theme}"
            folder.mkdir(parents=True, exist_ok=True)
            name = kind.strip("/").replace("/", "_").replace("<id>", "one") or "home"
            page.screenshot(path=folder / f"{name}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{kind} is {wide} wide at {width}")
    return faults
