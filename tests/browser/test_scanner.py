"""The scanner in a real browser: walks checked on the spot, with the network cut, and sent again and again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import text

from erp.identity.api import open_session
from erp.inventory.counting.open_count import open_count
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.scanner import read_code
from tests.browser.conftest import Desk
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import Dock, a_dock, a_wave, wanted
from tests.kit.web_client import SESSION_COOKIE, user_with_role
from tests.proof import prove

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
            self.page.keyboard.type(code)
            self.page.keyboard.press("Enter")

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


@pytest.fixture
def handheld(browser: Browser, address: str, services: Services) -> Iterator[Callable[[str], Handheld]]:
    """`handheld("ana")`: a device of its own, signed in as a warehouse person of that name."""
    contexts: list[BrowserContext] = []
    devices: list[Handheld] = []

    def make(name: str) -> Handheld:
        context = browser.new_context(viewport=HANDHELD, reduced_motion="reduce")  # type: ignore[arg-type]
        contexts.append(context)
        sign_in(context, services, address, name)
        page = context.new_page()
        page.set_default_timeout(10_000)
        device = Handheld(page, address, [])
        page.on("pageerror", lambda error: device.faults.append(str(error)))
        page.on("console", lambda said: device.faults.append(said.text) if is_fault(said) else None)
        devices.append(device)
        return device

    yield make
    for context in contexts:
        context.close()
    assert [device.faults for device in devices if device.faults] == []


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


def a_walk(work: UnitOfWork, lines: int, qty: int = 1) -> tuple[Dock, UUID]:
    """A wave of so many picks, ten to a bin."""
    bins = [f"A-{n:02d}" for n in range(1, max(2, lines // 10 + 1))]
    dock = a_dock(work, storage_bins=bins)
    items = []
    for number, bin_code in enumerate(bins):
        item = dock.item(work, sku=f"ITEM-{number:02d}", description=f"Sample {number}")
        put_stock(work, dock.place, item, 10 * qty * 2, "1.50", bin_code=bin_code)
        items.append(item)
    orders = [
        wanted(work, dock, [(item, qty) for item in items[: -(-lines // 10)]], number=f"SO-{order}")
        for order in range(min(lines, 10))
    ]
    return dock, a_wave(work, dock, *orders).id


def picked(services: Services, wave_id: UUID) -> tuple[int, Decimal]:
    def ask(work: UnitOfWork) -> tuple[int, Decimal]:
        return tuple(  # type: ignore[return-value]
            work.execute(
                text("""SELECT count(*) FILTER (WHERE status = 'picked'), coalesce(sum(qty_picked), 0)
                        FROM inventory.pick_task WHERE wave_id = :wave"""),
                {"wave": wave_id},
            ).one()
        )

    return services.units.run(Actor.system("test"), ask)


@dataclass
class Bench:
    """Two bins of one wave."""

    dock: Dock
    wave_id: UUID


@pytest.fixture
def bench(services: Services, system: Actor) -> Bench:
    def build(work: UnitOfWork) -> Bench:
        dock = a_dock(work)
        bolt = dock.item(work, sku="BOLT-M8")
        nut = dock.item(work, sku="NUT-M8", description="Hex nut M8")
        put_stock(work, dock.place, bolt, 20, "0.60", bin_code="A-02")
        put_stock(work, dock.place, nut, 20, "0.20", bin_code="B-01")
        return Bench(dock, a_wave(work, dock, wanted(work, dock, [(bolt, 2), (nut, 3)], number="SO-100077")).id)

    return services.units.run(system, build)


def test_a_walk_says_at_once_what_is_wrong_and_takes_the_last_scan_back(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services, accessible: Callable[[Page], None]
) -> None:
    device = handheld("ana")
    page = device.open("/scan/picks")
    page.get_by_role("link", name="WV-").click()
    expect(page.get_by_text("A-02", exact=True)).to_be_visible()
    expect(page.get_by_text("B-01 · 3 EA · NUT-M8")).to_be_visible()  # the next bin is shown ahead
    accessible(page)
    device.scan("B-01")
    expect(page.get_by_role("alert")).to_have_text("This is B-01. Go to A-02.")
    device.scan("NUT-M8")
    expect(page.get_by_role("alert")).to_have_text("That is an item. Scan the bin A-02 first.")
    device.scan("A-02", "NUT-M8")
    expect(page.get_by_role("alert")).to_have_text("This is NUT-M8, Hex nut M8. Take BOLT-M8.")
    device.scan("BOLT-M8")
    expect(page.get_by_label("Taken EA").filter(visible=True)).to_have_value("1")
    accessible(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Taken EA").filter(visible=True)).to_be_hidden()
    device.scan("BOLT-M8", "BOLT-M8")
    expect(page.get_by_role("alert")).to_have_text("Picked 2 EA of BOLT-M8 from A-02")
    expect(page.get_by_text("B-01", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()  # also after the task, while it has not left the device
    expect(page.get_by_label("Taken EA").filter(visible=True)).to_have_value("1")
    device.scan("BOLT-M8")
    device.scan("B-01", "NUT-M8")
    page.get_by_label("Taken EA").filter(visible=True).fill("4")
    page.get_by_role("button", name="Taken", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("That would be 4; only 3 are asked.")
    page.get_by_label("Taken EA").filter(visible=True).fill("2")
    page.get_by_role("button", name="Taken", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Some are missing: say why.")
    accessible(page)
    page.get_by_label("Taken EA").filter(visible=True).fill("3")
    page.get_by_role("button", name="Taken", exact=True).click()
    expect(page.locator("[data-work]")).to_have_count(0)  # sent, and the page asked for anew
    expect(page.get_by_text("This wave is picked.")).to_be_visible()
    device.wait_for(sent=2, withdrawn=1)
    assert picked(services, bench.wave_id) == (2, Decimal(5))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    prove(services)


def test_200_scans_without_a_network_sent_three_times_act_once_each(
    handheld: Callable[[str], Handheld], services: Services, system: Actor
) -> None:
    _, wave_id = services.units.run(system, lambda work: a_walk(work, 200))
    device = handheld("ana")
    device.is_ready()
    device.cut()
    page = device.open(f"/scan/walks/{wave_id}")
    expect(page.get_by_text("No network.")).to_be_visible()
    walk = page.evaluate(
        "[...document.querySelectorAll('form[data-task]')].map(f => [f.dataset.bin, f.dataset.sku])"
    )
    assert len(walk) == 200
    device.hear([code for step in walk for code in step])
    device.wait_for(waiting=200)
    assert picked(services, wave_id) == (0, Decimal(0))
    page = device.open(f"/scan/walks/{wave_id}")  # a reload without a network loses nothing
    expect(page.get_by_text("This wave is picked.")).to_be_visible()

    device.mend()
    with lost_answers(page, "**/scan/picks/tasks/*/confirm") as acted:  # the first acts, and the device does not know
        for _ in range(3):
            device.flush()
        assert len(acted) >= 3
        assert len(set(acted)) == 1, "what comes later waits for what came before"
    assert device.states() == {"waiting": 200}
    device.flush()
    device.wait_for(sent=200)
    assert picked(services, wave_id) == (200, Decimal(200))
    again = page.evaluate(
        """async () => {
        const { allScans } = await import('/static/js/scan/store.js');
        const { openSession } = await import('/static/js/scan/queue.js');
        const session = await openSession();
        const answers = [];
        for (const round of [2, 3]) for (const scan of await allScans()) {
            const answer = await fetch(scan.url, { method: 'POST', body: JSON.stringify(scan.fields), headers: {
                'Content-Type': 'application/json', Accept: 'application/json', 'Idempotency-Key': scan.key,
                'X-CSRFToken': session.csrf } });
            answers.push(answer.status === 200 && (await answer.json()).said === scan.outcome.said);
        }
        return answers; }"""
    )
    assert again == [True] * 400
    assert picked(services, wave_id) == (200, Decimal(200))
    prove(services)


def test_two_devices_at_one_bin_the_second_is_told_and_decides(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services, accessible: Callable[[Page], None]
) -> None:
    devices = [handheld("ana"), handheld("ben")]
    for device in devices:
        device.is_ready()
        device.cut()
        device.open(f"/scan/walks/{bench.wave_id}")
        device.scan("A-02", "BOLT-M8", "BOLT-M8")
        device.wait_for(waiting=1)
    ana, ben = devices
    ana.mend()
    ana.flush()
    ana.wait_for(sent=1)
    ben.mend()
    ben.flush()
    ben.wait_for(refused=1)
    assert picked(services, bench.wave_id) == (1, Decimal(2))
    page = ben.open("/scan/queue")
    expect(page.get_by_text("Picked 2 EA of BOLT-M8 from A-02")).to_be_visible()
    expect(page.get_by_text("already picked by ana")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Give up").click()
    expect(page.get_by_role("alert")).to_have_text("Say why the scan is given up.")
    page.get_by_label("Why it is given up").fill("Ana was faster; the two bolts are back in A-02")
    page.get_by_role("button", name="Give up").click()
    expect(page.get_by_text("The books have taken everything.")).to_be_visible()
    assert ben.states() == {"dismissed": 1}
    prove(services)


def test_scans_outlive_a_session_and_stay_with_who_made_them(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services
) -> None:
    device = handheld("ana")
    device.is_ready()
    device.cut()
    device.open(f"/scan/walks/{bench.wave_id}")
    device.scan("A-02", "BOLT-M8", "BOLT-M8")
    device.wait_for(waiting=1)
    device.page.context.clear_cookies()
    device.mend()
    device.flush()
    expect(device.page.get_by_text("You are signed out. 1 scans wait until you sign in again.")).to_be_visible()
    sign_in(device.page.context, services, device.address, "ben")
    device.open("/scan/queue")
    device.flush()
    expect(device.page.get_by_text("Made by somebody else")).to_be_visible()
    assert picked(services, bench.wave_id) == (0, Decimal(0))
    device.page.context.clear_cookies()
    sign_in(device.page.context, services, device.address, "ana")
    device.open("/scan/queue")
    device.flush()
    device.wait_for(sent=1)
    assert picked(services, bench.wave_id) == (1, Decimal(2))


def test_the_scanner_can_be_installed(desk: Callable[..., Desk]) -> None:
    page = desk("warehouse").open("/scan")
    found = page.evaluate("""async () => {
        const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
        const kind = async icon => (await fetch(icon.src)).headers.get('Content-Type');
        const icons = await Promise.all(manifest.icons.map(kind));
        const worker = await navigator.serviceWorker.ready;
        return [manifest.start_url, manifest.display, icons, new URL(worker.scope).pathname]; }""")
    assert found == ["/scan", "standalone", ["image/png"] * 3, "/scan"]


def test_every_kind_of_work_goes_on_without_a_network(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services, system: Actor,
    accessible: Callable[[Page], None],
) -> None:  # fmt: skip
    def build(work: UnitOfWork) -> UUID:
        cable = bench.dock.item(work, sku="CABLE", description="Cable, ring of 50 m")
        put_stock(work, bench.dock.place, cable, 40, "9.00", bin_code="RECEIVING")
        return open_count(work, warehouse_id=bench.dock.place.id, bin_ids=[bench.dock.place.bins["B-01"]])

    count_id = services.units.run(system, build)
    device = handheld("ana")
    page = device.page
    device.is_ready()
    accessible(page)
    device.cut()

    device.open(f"/scan/put-away/{bench.dock.place.id}")
    device.scan("NUT-M8")
    expect(page.get_by_role("alert")).to_have_text(
        "Nothing here is known by the code NUT-M8. Scan the label of the item."
    )
    accessible(page)
    device.scan("CABLE")
    page.get_by_label("Quantity in EA").fill("30")
    device.scan("Z-99")
    expect(page.get_by_role("alert")).to_have_text("There is no bin Z-99 here. Scan the label of the bin.")
    accessible(page)
    device.scan("A-01")
    expect(page.get_by_role("alert")).to_have_text("Put 30 EA of CABLE into A-01")
    expect(page.locator("[data-left]")).to_have_text("10")  # what is left waits for its own bin

    device.open(f"/scan/counts/{count_id}")
    device.scan("B-01", "NUT-M8")
    page.get_by_label("Counted EA").filter(visible=True).fill("19")
    accessible(page)
    page.get_by_role("button", name="Counted").click()
    expect(page.get_by_text("Everything on the sheet is counted.")).to_be_visible()
    device.wait_for(waiting=2)
    accessible(device.open("/scan/offline-and-never-seen"))
    expect(page.get_by_text("This page was not taken along.")).to_be_visible()

    device.mend()
    device.open("/scan/queue")
    device.flush()
    device.wait_for(sent=2)
    accessible(page)

    def ask(work: UnitOfWork) -> tuple[Decimal, Decimal]:
        stored = work.execute(
            text("""SELECT b.qty_on_hand FROM inventory.stock_balance b JOIN inventory.bin n ON n.id = b.bin_id
                    JOIN inventory.item i ON i.id = b.item_id WHERE i.sku = 'CABLE' AND n.code = 'A-01'""")
        ).scalar_one()
        counted = work.execute(text("SELECT qty_counted FROM inventory.stock_count_line")).scalar_one()
        return stored, counted

    assert services.units.run(system, ask) == (Decimal(30), Decimal(19))
    prove(services)


def test_the_device_takes_labels_apart_as_the_server_does(desk: Callable[..., Desk]) -> None:
    labels = [
        "BOLT-M8", "04012345678901", "]C10104012345678901", "]C1010401234567890110AB12\x1d3724",
        "]d2010401234567890117271231" + "10L-7", "(01)04012345678901(10)LOT9(17)270200", "]C10104012345678902",
        "]C199internal", "]E04012345678901", "", "X" * 201, "0104012345678901^]21S1", "]d200340123450000000010",
    ]  # fmt: skip
    page = desk("warehouse").open("/scan")
    found = page.evaluate(
        """async labels => {
        const { readCode, plain } = await import('/static/js/scan/codes.js');
        return labels.map(label => { try {
            const read = readCode(label, name => name);
            return [read.text, read.gtin ?? null, read.lot ?? null, read.serial ?? null, read.expires ?? null,
                    read.qty === undefined ? null : plain(read.qty)];
        } catch (fault) { return 'refused'; } }); }""",
        labels,
    )
    for label, device_says in zip(labels, found, strict=True):
        assert device_says == on_the_server(label), label


def on_the_server(label: str) -> list[str | None] | str:
    try:
        read = read_code(label, date(2026, 3, 16))
    except Refused:
        return "refused"
    expires = read.expires_on.isoformat() if read.expires_on else None
    return [read.text, read.gtin, read.lot, read.serial, expires, None if read.qty is None else f"{read.qty:f}"]
