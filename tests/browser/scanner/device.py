"""A device in a warehouse person's hand: what a test does with it, and who is signed in on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import BrowserContext, Page, Route
from sqlalchemy import text

from erp.identity.api import open_session
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.browser.burst import scan
from tests.kit.web_client import SESSION_COOKIE, user_with_role

HANDHELD = {"width": 360, "height": 640}


@dataclass
class Handheld:
    """A device in somebody's hand."""

    page: Page
    address: str
    faults: list[str]

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def scan(self, *codes: str) -> None:
        """What a keyboard-wedge scanner does: type fast, then Enter."""
        for code in codes:
            scan(self.page, code)

    def hear(self, codes: list[str]) -> None:
        """Many scans at once, as the listener passes them on."""
        self.page.evaluate(
            """codes => { for (const code of codes)
                document.dispatchEvent(new CustomEvent('scanned', {detail: {code}})); }""",
            codes,
        )

    def is_ready(self) -> None:
        """The device has taken its pages along and answers without a network."""
        self.open("/scan")
        self.page.wait_for_function("() => document.documentElement.dataset.taken !== undefined")
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    def cut(self) -> None:
        self.page.context.set_offline(True)

    def mend(self) -> None:
        self.page.context.set_offline(False)

    def states(self) -> dict[str, int]:
        """How many scans on the device stand at what."""
        return self.page.evaluate("""async () => {
            const { allScans } = await import('/static/js/scan/store.js');
            const found = {};
            for (const scan of await allScans()) found[scan.state] = (found[scan.state] ?? 0) + 1;
            return found; }""")

    def wait_for(self, **states: int) -> None:
        """Until the scans on the device stand so."""
        found = self.page.evaluate(
            """async wanted => {
            const { allScans } = await import('/static/js/scan/store.js');
            const end = Date.now() + 60_000;
            for (;;) {
                const found = {};
                for (const scan of await allScans()) found[scan.state] = (found[scan.state] ?? 0) + 1;
                if (Object.entries(wanted).every(([state, count]) => found[state] === count) || Date.now() > end)
                    return found;
                await new Promise(done => setTimeout(done, 50));
            } }""",
            states,
        )
        assert {state: found.get(state, 0) for state in states} == states, found

    def flush(self) -> None:
        self.page.evaluate("import('/static/js/scan/queue.js').then(queue => queue.flush({now: true}))")


def is_fault(said: object) -> bool:
    return said.type == "error" and "Failed to load resource" not in said.text  # type: ignore[attr-defined]


def sign_in(context: BrowserContext, services: Services, address: str, name: str) -> None:
    user_id = services.units.run(Actor.system("test"), lambda work: user_called(work, name))
    if user_id is None:
        user_id = user_with_role(services, "warehouse", name=name)
    token = services.units.run(
        Actor.system("test"), lambda work: open_session(work, user_id, address="127.0.0.1", browser="tests")
    )
    context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": address, "httpOnly": True}])


def user_called(work: UnitOfWork, name: str) -> UUID | None:
    return work.execute(text("SELECT id FROM identity.user_account WHERE user_name = :n"), {"n": name}).scalar()


@contextmanager
def lost_answers(page: Page, pattern: str) -> Iterator[list[str]]:
    """The server acts, but the device never hears of it."""
    acted: list[str] = []

    def lose(route: Route) -> None:
        route.fetch()
        acted.append(route.request.url)
        route.abort()

    page.context.route(pattern, lose)
    yield acted
    page.context.unroute(pattern, lose)
