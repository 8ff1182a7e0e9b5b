"""A real Chromium against the real application on a loopback port, over a database of the test's own.

Every page a test opens is watched: an error in the console, a refused script or style, or a request to another host
fails the test.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from erp.config import static_dir
from erp.identity.api import open_session
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.kit.web_client import SESSION_COOKIE, user_with_role

THEMES = ("light", "dark")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, and skip it, saying why, where there is no browser or its files are not installed."""
    why = ""
    if not _chromium():
        why = "no Chromium here: apt-get install chromium"
    elif not (static_dir() / "vendor" / "tabler.min.css").is_file():
        why = "the browser assets are not installed: make assets"
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker("browser")
            if why:
                item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's own Chromium; its sandbox needs rights that a container's root does not have."""
    return {"executable_path": _chromium(), "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light", "reduced_motion": "reduce"}


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the application answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def watched(page: Page, address: str) -> Iterator[Page]:
    """A page that tolerates no error in its console and no request elsewhere; a 4xx is told by the page itself."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if _is_fault(message) else None)
    page.on("request", lambda request: faults.append(request.url) if _is_elsewhere(request.url, address) else None)
    page.set_default_timeout(10_000)
    yield page
    assert not faults, faults


@dataclass
class Desk:
    """A signed-in person's browser."""

    page: Page
    address: str

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def desk(watched: Page, address: str, services: Services) -> Callable[..., Desk]:
    """`desk("warehouse")`: a browser signed in with a role, in one branch or in all."""

    def sit_down(role: str, branch_id: UUID | None = None) -> Desk:
        user_id = user_with_role(services, role, branch_id)
        token = services.units.run(
            Actor.system("test"), lambda work: open_session(work, user_id, address="127.0.0.1", browser="tests")
        )
        watched.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": address, "httpOnly": True}])
        return Desk(watched, address)

    return sit_down


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Check a page with axe in both themes, WCAG 2.2 AA: no violation at all."""

    def check(page: Page) -> None:
        told = [fault for theme in THEMES for fault in axe_faults(page, theme)]
        assert not told, "\n".join(told)

    return check


def axe_faults(page: Page, theme: str) -> list[str]:
    """What axe finds wrong with the page in a theme."""
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
    return [
        f"{theme} {page.url} {fault['id']}: {node['target']} {node.get('failureSummary', '')}"
        for fault in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        for node in fault["nodes"]
    ]


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _is_fault(message: Any) -> bool:
    return message.type == "error" and "the server responded with a status of 4" not in message.text


def _is_elsewhere(url: str, address: str) -> bool:
    return not url.startswith((address, "data:", "blob:"))
