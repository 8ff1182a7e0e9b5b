"""What a keyboard-wedge scanner does: key after key, five milliseconds apart, then Enter."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

PACE = 0.005
GS, CTRL = "\x1d", 2  # the separator of GS1 barcodes comes as Ctrl ]


def scan(page: Page, code: str, after_first: Callable[[], None] | None = None) -> None:
    """Scan a code. The keys carry the times at which a scanner sends them, however busy this machine is.

    ``after_first`` happens on the page when the first key has come.
    """
    began = time.time()
    keyboard = page.context.new_cdp_session(page)
    for number, sign in enumerate(code):
        key: dict[str, object] = {"key": sign, "timestamp": began + number * PACE}
        typed = {"text": sign, "unmodifiedText": sign}
        if sign == GS:
            key, typed = {**key, "key": "]", "modifiers": CTRL}, {}
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **key, **typed})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
        if number == 0 and after_first:
            after_first()
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "timestamp": began + len(code) * PACE}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": "\r", **enter})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    keyboard.detach()
