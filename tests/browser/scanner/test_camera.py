"""The camera: a film of a label stands before it, and the device's own reader says what the label says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserType, expect

from erp.kernel.assembly import Services
from tests.browser.scanner.device import HANDHELD, Handheld, is_fault, sign_in
from tests.browser.scanner.films import film_of
from tests.browser.scanner.waves import Bench

GTIN_LABEL = "(01)04012345678901(10)AB12"


@pytest.mark.parametrize(
    ("kind", "content", "is_gs1", "said"),
    [
        ("Code128", "A-02", False, "A-02 is right. Scan the item."),
        ("QRCode", "B-01", False, "This is B-01. Go to A-02."),
        ("DataMatrix", GTIN_LABEL, True, "This is 04012345678901. Go to A-02."),
    ],
)
def test_a_label_before_the_camera_is_a_scan(
    bench: Bench, services: Services, app: Flask, address: str, browser_type: BrowserType,
    browser_type_launch_args: dict[str, object], tmp_path: Path,
    kind: str, content: str, is_gs1: bool, said: str,
) -> None:  # fmt: skip
    film = film_of(kind, content, tmp_path, is_gs1=is_gs1)
    with browser_type.launch(**{
        **browser_type_launch_args,
        "args": [
            *browser_type_launch_args["args"],  # type: ignore[misc]
            "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    }) as browser:  # fmt: skip
        context = browser.new_context(viewport=HANDHELD)  # type: ignore[arg-type]
        sign_in(context, services, address, "ana")
        page = context.new_page()
        device = Handheld(page, address, [])
        page.on("pageerror", lambda error: device.faults.append(str(error)))
        page.on("console", lambda message: device.faults.append(message.text) if is_fault(message) else None)
        device.open(f"/scan/walks/{bench.wave_id}")
        expect(page.get_by_text("A-02", exact=True)).to_be_visible()
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.get_by_role("alert")).to_contain_text(said, timeout=30_000)
        expect(page.get_by_role("dialog", name="Camera")).to_be_hidden()
        assert page.evaluate("document.querySelector('[data-camera-view] video').srcObject") is None
        assert device.faults == []
        context.close()


def test_without_a_camera_the_person_is_told_what_to_do(
    bench: Bench, handheld: Callable[[str], Handheld]
) -> None:
    device = handheld("ana")
    page = device.open(f"/scan/walks/{bench.wave_id}")
    expect(page.get_by_text("A-02", exact=True)).to_be_visible()
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_role("alert")).to_have_text(
        "The camera cannot be used here. Allow it in the browser, or type the code."
    )
