"""Every page that needs no record is opened once: nothing in the console, nothing too wide, readable by everybody."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.web.routing import PUBLIC, required_permission
from tests.browser.conftest import Desk, axe_faults
from tests.builders.organization import a_company

NO_PAGES = ("/lookup", "/suggest", ".json", ".csv", "/search")


def pages_of(app: Flask) -> list[str]:
    """The addresses of all pages that stand by themselves."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.arguments
        and not rule.rule.endswith(NO_PAGES)
        and required_permission(app.view_functions[rule.endpoint]) != PUBLIC
    )


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.soak)])
def test_every_page_opens_and_can_be_read_by_everybody(
    app: Flask, services: Services, desk: Callable[..., Desk], theme: str
) -> None:
    services.units.run(Actor.system("test"), lambda work: a_company(work, name="Northern Supply"))
    seat = desk("administrator")
    faults = []
    for path in pages_of(app):
        faults += _look_at(seat, path, theme)
    assert not faults, "\n".join(faults)


def _look_at(seat: Desk, path: str, theme: str) -> list[str]:
    page: Page = seat.page
    answer = page.goto(seat.address + path)
    if answer is None or answer.status not in {200, 422}:  # 422: a page that asks for a filter or a warehouse first
        return [f"{path}: {answer.status if answer else 'no answer'}"]
    if "text/html" not in answer.headers.get("content-type", "") or not page.locator("main").count():
        return []  # a piece of a page, or figures for a program
    faults = axe_faults(page, theme)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 1440:
        faults.append(f"{path} is {wide} wide")
    if page.locator("h1").count() != 1:
        faults.append(f"{path} has {page.locator('h1').count()} headings of the first order")
    return faults
