"""Devices in somebody's hand, and a wave to walk. A fault on any device fails the test."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.browser.scanner.device import HANDHELD, Handheld, is_fault, sign_in
from tests.browser.scanner.waves import Bench
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import a_dock, a_wave, wanted


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
        page.set_default_timeout(30_000)
        device = Handheld(page, address, [])
        page.on("pageerror", lambda error: device.faults.append(str(error)))
        page.on("console", lambda said: device.faults.append(said.text) if is_fault(said) else None)
        devices.append(device)
        return device

    yield make
    for context in contexts:
        context.close()
    assert [device.faults for device in devices if device.faults] == []


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
